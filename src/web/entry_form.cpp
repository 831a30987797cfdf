#include "web/entry_form.h"

#include <algorithm>

#include "schema/vocabulary.h"

namespace arasha::web {
namespace {

const schema::FormField* named(const std::vector<schema::FormField>& fields, const std::string& name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& one) { return one.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

// "Answer only if “Goes to school”: Yes, Sometimes."
std::string condition_text(const Catalogue& words, const std::vector<schema::FormField>& fields, const schema::FormField& field) {
  const schema::Condition condition = schema::condition_of(field);
  const schema::FormField* other = named(fields, condition.field);
  if (other == nullptr) return {};
  std::string values;
  for (const std::string& value : condition.values) values += (values.empty() ? "" : ", ") + label(words, other->vocabulary, value);
  return words.text(N_("Only if “{1}” is answered with: {2}"), {std::string(words.text(other->label.c_str())), values});
}

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : " ") + value;
  return out;
}

}  // namespace

Html fields_html(const Catalogue& words, const google::protobuf::Descriptor& descriptor, const schema::FormData& typed, const FieldErrors& errors) {
  Html out;
  const auto fields = schema::form_fields(descriptor);
  for (const schema::FormField& field : fields) {
    if (field.retired) continue;
    Html one = form_field(words, field, field.name, typed, errors);
    const schema::Condition condition = schema::condition_of(field);
    if (condition.field.empty()) {
      out.add(one);
      continue;
    }
    out.add(el("div", {{"class", "arasha-only-if"}, {"data-only-if", condition.field}, {"data-only-values", joined(condition.values)}},
               el("p", {{"class", "govuk-hint arasha-only-if__note"}}, condition_text(words, fields, field)), one));
  }
  return out;
}

schema::FormData draft_of(vault::Vault& vault, const Visit& visit) {
  const auto kept = vault.draft(visit.keyring, visit.request.path);
  if (!kept || !*kept) return {};
  auto data = schema::parse_urlencoded(text_view(**kept));
  return data ? std::move(*data) : schema::FormData();
}

void put_today(schema::FormData& data, const std::string& name, Date today) {
  if (data.has(name + "-day") || data.has(name)) return;
  data.add(name + "-day", std::to_string(static_cast<unsigned>(today.day())));
  data.add(name + "-month", std::to_string(static_cast<unsigned>(today.month())));
  data.add(name + "-year", std::to_string(static_cast<int>(today.year())));
}

Html once_field(const schema::FormData& typed) {
  const auto known = EntryId::from_text(typed.get("once"));
  return hidden("once", (known ? *known : crypto::random_id<EntryId>()).text());
}

namespace {

// "Risk 2, How likely"
void add_labels(Labels& to, const Catalogue& words, const std::vector<schema::FormField>& fields, const std::string& prefix, const std::string& about) {
  for (const schema::FormField& field : fields) {
    to[prefix + field.name] = about + std::string(words.text(field.label.c_str()));
    if (field.control != schema::Control::rows) continue;
    for (int row = 0; row < field.max_rows; ++row) {
      const std::string one = about + std::string(words.text(field.row.c_str())) + " " + words.number(row + 1);
      add_labels(to, words, field.columns, prefix + schema::row_name(field.name, row) + "-", one + ", ");
    }
  }
}

}  // namespace

void add_labels(Labels& to, const Catalogue& words, const google::protobuf::Descriptor& descriptor, const std::string& prefix) {
  add_labels(to, words, schema::form_fields(descriptor), prefix, "");
}

schema::FormField field_named(const google::protobuf::Descriptor& descriptor, std::string_view name) {
  for (schema::FormField& field : schema::form_fields(descriptor)) {
    if (field.name == name) return field;
  }
  return {};
}

Html conflict_notice(const Catalogue& words, const vault::Directory& state, const vault::Item& item, const google::protobuf::Message& mine,
                     const Error& error, InWords in_words) {
  const vault::Version& theirs = item.latest();
  Html out = warning(words, words.error(error));
  const std::string who = author_name(state, theirs);
  const auto changes = differences(*theirs.message, mine, words, in_words);
  if (changes.empty()) {
    out.add(paragraph(words.text(N_("Both versions say the same. There is nothing to save."))));
    return out;
  }
  Table table(words, words.text(N_("Both versions")), {{N_("Field")}, {N_("Saved now")}, {N_("What you typed")}}, changes.size());
  for (const Difference& one : changes) {
    table.row();
    table.cell(one.label);
    table.cell(one.before);
    table.cell(one.after);
  }
  out.add(paragraph(words.text(N_("{1} saved another version, {2}. These fields differ:"), {who, words.moment(theirs.time)})));
  out.add(std::move(table).html());
  out.add(paragraph(words.text(N_("Your text is in the form below. Put right what is to stay, and save; both versions remain in the history."))));
  return out;
}

}  // namespace arasha::web

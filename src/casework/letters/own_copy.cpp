// The person's own copy: everything that its maker may open, entry by entry, in plain words; who wrote it, who may read it,
// who saw it. What tells about other people is left out and marked (docs/paper.md has the rule).
#include <algorithm>
#include <set>

#include "arasha/consent.pb.h"
#include "arasha/person.pb.h"
#include "casework/letters/compose.h"
#include "casework/program_fields.h"

namespace arasha::casework {
namespace {

using Blocks = std::vector<paper::Block>;

constexpr vault::Compartment kShown[] = {IDENTITY, HEALTH, ASSISTANCE, LEGAL, PRESENCE, FACTS};

// Fields that tell about other people, or where the shelter is. Rows are searched too.
struct Hidden {
  const char* type;
  std::vector<std::string_view> fields;
};
const std::vector<Hidden>& hidden_fields() {
  static const std::vector<Hidden> all = {
      {"FamilyLink", {"name", "birth_date", "phone", "guardian_document", "note"}},
      {"WithheldFrom", {"who", "details"}},
      {"SafeContact", {"hide"}},
      {"SafetyPlan", {"who", "number", "safe_places"}},
      {"RiskAssessment", {"measure", "owner", "reason"}},
      {"SafetyEvent", {"note"}},
      {"Claim", {"against"}},
      {"ServiceGiven", {"place"}},
      {"Alerts", {"room"}},
  };
  return all;
}

// Takes those fields out; whether one of them said something.
bool clear_fields(google::protobuf::Message& message, const std::vector<std::string_view>& names) {
  const auto* reflection = message.GetReflection();
  bool out = false;
  std::vector<const google::protobuf::FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  for (const auto* field : set) {
    if (std::find(names.begin(), names.end(), field->name()) != names.end()) {
      reflection->ClearField(&message, field);
      out = true;
    } else if (field->is_repeated() && field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) out = clear_fields(*reflection->MutableRepeatedMessage(&message, field, i), names) || out;
    }
  }
  return out;
}

// Files of other people, and what holds the program together.
bool is_left_out(const Item& item, const std::set<std::string>& unsafe) {
  if (item.as<PersonMerged>() != nullptr || item.as<PersonMergedInto>() != nullptr || item.as<PersonUnmerged>() != nullptr) return true;
  // A sharing of which the person must not know yet, for it would be dangerous: with its confirmation and what was given.
  if (const auto* one = item.as<SharingOverride>()) return one->person_told() == "unsafe";
  if (const auto* one = item.as<SharingConfirmed>()) return unsafe.contains(one->proposal());
  if (const auto* one = item.as<Shared>()) return unsafe.contains(one->source());
  return false;
}

std::set<std::string> unsafe_versions(const Story& story) {
  std::set<std::string> out;
  for (const Item* item : story.all<SharingOverride>()) {
    if (item->as<SharingOverride>()->person_told() != "unsafe") continue;
    for (const Version& version : item->versions) out.insert(version.id.text());
  }
  return out;
}

const char* section_title(std::uint8_t compartment) {
  switch (compartment) {
    case IDENTITY: return N_("Who you are");
    case HEALTH: return N_("Your health");
    case LEGAL: return N_("Law");
    case PRESENCE: return N_("What people on duty know");
    case FACTS: return N_("For counting, without a name");
    default: return N_("The work with you");
  }
}

const char* reading_title(vault::Action action) {
  switch (action) {
    case vault::Action::opened: return N_("Opened a case or a person");
    case vault::Action::printed: return N_("Printed");
    case vault::Action::exported: return N_("Exported");
    case vault::Action::imported: return N_("Imported");
    case vault::Action::refused: return N_("Refused");
    default: return N_("Listed");
  }
}

void add_item(Blocks& out, const Catalogue& words, const PaperMade& wish, const Material& m, const Item& item) {
  const schema::EntryType* type = schema::entry_type(item.type);
  const Version& latest = item.latest();
  std::string by = author_name(m.state, item.first()) + ", " + words.moment(item.first().time);
  if (item.versions.size() > 1) by += " · " + words.text(N_("corrected: {1}, {2}"), {author_name(m.state, latest), words.moment(latest.time)});
  out.push_back(paper::Heading{std::string(words.text(type->title.c_str())), 2});
  out.push_back(paper::Paragraph{by, paper::Tone::quiet});
  const auto says = [&](const char* text) { out.push_back(paper::Paragraph{std::string(words.text(text)), paper::Tone::quiet}); };
  if (latest.erased) return says(N_("Erased."));
  if (latest.message == nullptr) return;
  if (std::find(wish.left_out().begin(), wish.left_out().end(), item.first().id.text()) != wish.left_out().end()) return says(N_("Left out here: it tells about somebody else."));
  const std::unique_ptr<google::protobuf::Message> copy(latest.message->New());
  copy->CopyFrom(*latest.message);
  bool cut = false;
  for (const Hidden& one : hidden_fields()) {
    if (type->descriptor->name() == one.type) cut = clear_fields(*copy, one.fields);
  }
  paper::Values values = values_on_paper(words, *copy);
  // Facts for counting are columns of yes and no; what is not there says nothing to a person.
  if (item.compartment == FACTS) std::erase_if(values.rows, [](const paper::Value& row) { return row.text == "0"; });
  if (!values.rows.empty()) out.push_back(std::move(values));
  if (cut) says(N_("A part is left out here: it tells about somebody else, or where the shelter is."));
}

void add_readings(Blocks& out, const Catalogue& words, const Material& m) {
  out.push_back(paper::Heading{std::string(words.text(N_("Who saw it"))), 1});
  if (!m.knows_readings) {
    out.push_back(paper::Paragraph{std::string(words.text(N_("Every opening of your case is written down. Only the auditors of the organisation can read that list. If you want to see it, tell us: an auditor makes this paper for you, and then the list stands here."))), paper::Tone::plain});
    return;
  }
  paper::Table table{{{std::string(words.text(N_("Day"))), 2.5}, {std::string(words.text(N_("Who"))), 3}, {std::string(words.text(N_("What was done"))), 3}, {std::string(words.text(N_("How often"))), 1, true}}, {}};
  for (const ReadingLine& line : m.readings) table.rows.push_back({paper_day(words, to_iso(line.day)), member_name(m.state, line.member), std::string(words.text(reading_title(line.action))), words.number(line.times)});
  out.push_back(std::move(table));
  out.push_back(paper::Paragraph{std::string(words.text(N_("Lists, searches and counts in which your case stood among others are not in this table."))), paper::Tone::quiet});
}

template <class Use>
void each_item(const Material& m, const Use& use) {
  if (m.view.who) {
    for (const Item& item : m.view.who->items) use(item);
  }
  for (const Item& item : m.view.story.items) use(item);
}

}  // namespace

std::vector<const Item*> free_texts(const Material& m) {
  std::vector<const Item*> out;
  const std::set<std::string> unsafe = unsafe_versions(m.view.story);
  each_item(m, [&](const Item& item) {
    if (item.latest().message == nullptr || is_left_out(item, unsafe)) return;
    const auto fields = schema::form_fields(*item.latest().message->GetDescriptor());
    const bool free = std::any_of(fields.begin(), fields.end(), [&](const schema::FormField& field) {
      return field.control == schema::Control::textarea && field.vocabulary.empty() && !item.latest().message->GetReflection()->GetString(*item.latest().message, field.descriptor).empty();
    });
    if (free) out.push_back(&item);
  });
  return out;
}

std::vector<paper::Block> own_copy_blocks(const Catalogue& words, const PaperMade& wish, const Material& m) {
  Blocks out;
  const auto say = [&](std::string_view text, paper::Tone tone = paper::Tone::plain) { out.push_back(paper::Paragraph{std::string(text), tone}); };
  out.push_back(paper::Notice{std::string(words.text(N_("This paper tells much about you. Keep it where nobody finds it. We keep it for you if you wish, and you may read it here at any time.")))});
  say(words.text(N_("It holds everything that {1} may open in your case. What others wrote in a part that is closed to {1} stands at the end as a number."), {m.maker}));
  say(words.text(N_("If something is wrong, tell us: we correct it, and what stood there before stays visible. You may take back each consent at any time.")));
  const std::set<std::string> unsafe = unsafe_versions(m.view.story);
  std::int64_t closed = 0;
  std::int64_t left_out = 0;
  for (const vault::Compartment compartment : kShown) {
    Blocks inside;
    each_item(m, [&](const Item& item) {
      const schema::EntryType* type = schema::entry_type(item.type);
      if (item.compartment != compartment || type == nullptr || type->descriptor == CaseForShift::descriptor()) return;
      if (item.closed) ++closed;
      else if (is_left_out(item, unsafe)) ++left_out;
      else add_item(inside, words, wish, m, item);
    });
    if (inside.empty()) continue;
    out.push_back(paper::Heading{std::string(words.text(section_title(compartment))), 1});
    std::string readers;
    if (const auto found = m.readers.find(compartment); found != m.readers.end()) {
      for (const std::string& name : found->second) readers += (readers.empty() ? "" : ", ") + name;
    }
    if (!readers.empty()) say(words.text(N_("May be read by: {1}."), {readers}), paper::Tone::strong);
    out.insert(out.end(), std::make_move_iterator(inside.begin()), std::make_move_iterator(inside.end()));
  }
  out.push_back(paper::Heading{std::string(words.text(N_("What does not stand here"))), 1});
  say(words.text(N_("What other people told about themselves, names and numbers of other people, and where the shelter is.")));
  if (left_out > 0) say(words.plural("{1} entry that is about other people or must stay closed for now.", "{1} entries that are about other people or must stay closed for now.", left_out));
  if (closed > 0) say(words.plural("{1} entry in a part that is closed to who made this paper. Ask those who may read it.", "{1} entries in parts that are closed to who made this paper. Ask those who may read them.", closed));
  add_readings(out, words, m);
  return out;
}

}  // namespace arasha::casework

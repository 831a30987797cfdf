#include "referral/packet.h"

#include <algorithm>

#include "arasha/legal.pb.h"
#include "arasha/person.pb.h"
#include "casework/differences.h"
#include "base/check.h"
#include "referral/attachments.h"
#include "schema/form.h"
#include "schema/vocabulary.h"

namespace arasha::referral {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct Source {
  const char* type;
  const char* group;
  bool all;  // every entry of the type, not only the last one
  std::vector<const char*> fields;
};

// docs/referral.md. The order is that of the pages.
const std::vector<Source>& sources() {
  static const std::vector<Source> all = {
      {"Identity", "identity", false, {"family_name", "given_name", "patronymic", "other_names", "birth_date", "age_band", "sex", "gender", "citizenships", "languages", "document_kind", "document_number", "document_expiry"}},
      {"SafeContact", "contact", false, {"number", "hours", "code_word", "never_do", "who_is_calling", "hide"}},
      {"Identity", "family", false, {"marital_status", "children"}},
      {"Need", "services", true, {"kind", "urgency", "note"}},
      {"Alerts", "services", false, {"called", "diet"}},
      {"FirstContact", "risk", false, {"danger", "danger_details"}},
      {"Alerts", "health", false, {"alerts"}},
      {"HealthNote", "health", true, {"date", "kind", "note", "next_date"}},
      {"Exploitation", "what_happened", false, {"types", "industry", "sex_types", "recruitment", "recruitment_country", "transit_countries", "exploitation_country", "place", "controls", "from", "until", "age_when_trafficked", "narrative"}},
      {"Identification", "what_happened", true, {"status", "deciding_body", "body_name", "date"}},
      {"LegalStatus", "legal", false, {"status", "date", "valid_until", "asylum"}},
  };
  return all;
}

const Descriptor* descriptor_of(const char* type) { return schema::entry_type(std::string_view(type))->descriptor; }

bool says_something(const Message& message, const FieldDescriptor* field) {
  if (field->is_repeated()) return message.GetReflection()->FieldSize(message, field) > 0;
  return field->type() == FieldDescriptor::TYPE_STRING && !message.GetReflection()->GetString(message, field).empty();
}

// The entries of a source that can be read, oldest first.
std::vector<const Message*> entries_of(const casework::CaseView& view, const Source& source) {
  std::vector<const Message*> out;
  const auto gather = [&](const casework::Story& story) {
    for (const casework::Item& item : story.items) {
      const Message* message = item.latest().message.get();
      if (message != nullptr && message->GetDescriptor()->name() == source.type) out.push_back(message);
    }
  };
  gather(view.story);
  if (view.who) gather(*view.who);
  if (!source.all && out.size() > 1) out.erase(out.begin(), out.end() - 1);
  return out;
}

std::string key_of(const Source& source, const char* field) { return std::string(source.type) + "." + field; }

void copy_field(const Message& from, Message& to, const FieldDescriptor* field) {
  const auto* reflection = from.GetReflection();
  if (!field->is_repeated()) {
    to.GetReflection()->SetString(&to, field, reflection->GetString(from, field));
    return;
  }
  for (int i = 0; i < reflection->FieldSize(from, field); ++i) to.GetReflection()->AddString(&to, field, reflection->GetRepeatedString(from, field, i));
}

// What the list lets through, by type.
const std::set<std::string>& allowed_of(std::string_view type) {
  static const std::map<std::string, std::set<std::string>, std::less<>> all = [] {
    std::map<std::string, std::set<std::string>, std::less<>> out;
    for (const Source& source : sources()) out[source.type].insert(source.fields.begin(), source.fields.end());
    return out;
  }();
  static const std::set<std::string> none;
  const auto found = all.find(type);
  return found == all.end() ? none : found->second;
}

Error wrong() { return {ErrorCode::invalid_input, "This referral holds something that no referral may hold."}; }

Result<void> check_field(const Message& message, const FieldDescriptor* field, const std::vector<schema::FormField>& form) {
  const auto known = std::find_if(form.begin(), form.end(), [&](const schema::FormField& one) { return one.descriptor == field; });
  if (known == form.end()) return wrong();
  const auto* reflection = message.GetReflection();
  const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
  if (count > 100) return wrong();
  for (int i = 0; i < count; ++i) {
    const std::string value = field->is_repeated() ? reflection->GetRepeatedString(message, field, i) : reflection->GetString(message, field);
    const auto read = schema::read_value(*known, value);
    if (!read || *read != value) return wrong();
  }
  return {};
}

Result<std::unique_ptr<Message>> read_entry(const PacketEntry& entry) {
  const schema::EntryType* type = schema::entry_type(static_cast<std::uint16_t>(entry.type()));
  if (type == nullptr || entry.type() > 0xffff) return wrong();
  const auto& allowed = allowed_of(type->descriptor->name());
  if (allowed.empty()) return wrong();
  TRY(message, schema::parse_entry(type->number, view(entry.content())));
  if (!message->GetReflection()->GetUnknownFields(*message).empty()) return wrong();
  std::vector<const FieldDescriptor*> set;
  message->GetReflection()->ListFields(*message, &set);
  if (set.empty()) return wrong();
  const auto form = schema::form_fields(*type->descriptor);
  for (const FieldDescriptor* field : set) {
    if (!allowed.contains(field->name())) return wrong();
    TRY_VOID(check_field(*message, field, form));
  }
  return message;
}

const char* group_of(const Message& message) {
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  for (const Source& source : sources()) {
    if (message.GetDescriptor()->name() != source.type) continue;
    const bool has = std::any_of(set.begin(), set.end(), [&](const FieldDescriptor* field) { return std::find(source.fields.begin(), source.fields.end(), field->name()) != source.fields.end(); });
    if (has) return source.group;
  }
  return "";
}

bool is_code_or_empty(std::string_view vocabulary, const std::string& code) { return code.empty() || schema::has_code(vocabulary, code); }
bool is_day_or_empty(const std::string& day) { return day.empty() || date_from_iso(day).is_ok(); }
bool is_short(const std::string& text, std::size_t most) { return text.size() <= most * 4; }  // characters, as bytes

}  // namespace

std::vector<Offered> offered_fields(const Catalogue& words, const casework::CaseView& view) {
  std::vector<Offered> out;
  for (const Source& source : sources()) {
    const auto entries = entries_of(view, source);
    const Descriptor* descriptor = descriptor_of(source.type);
    const auto form = schema::form_fields(*descriptor);
    for (const char* name : source.fields) {
      const auto field = std::find_if(form.begin(), form.end(), [&](const schema::FormField& one) { return one.name == name; });
      REQUIRE(field != form.end());
      std::string text;
      for (const Message* entry : entries) {
        if (!says_something(*entry, field->descriptor)) continue;
        text += (text.empty() ? "" : "; ") + casework::value_of(*entry, *field, words);
      }
      if (text.empty()) continue;
      out.push_back({key_of(source, name), source.group, field->label, std::move(text)});
    }
  }
  return out;
}

void fill_packet(const casework::CaseView& view, const std::vector<std::string>& keys, ReferralPacket& packet) {
  for (const Source& source : sources()) {
    for (const Message* entry : entries_of(view, source)) {
      const std::unique_ptr<Message> chosen(entry->New());
      for (const char* name : source.fields) {
        const FieldDescriptor* field = entry->GetDescriptor()->FindFieldByName(name);
        const bool wanted = std::find(keys.begin(), keys.end(), key_of(source, name)) != keys.end();
        if (wanted && says_something(*entry, field)) copy_field(*entry, *chosen, field);
      }
      if (chosen->ByteSizeLong() == 0) continue;
      PacketEntry* to = packet.add_entries();
      to->set_type(schema::entry_type_of(*chosen)->number);
      const Bytes bytes = schema::serialise(*chosen);
      to->set_content(bytes.data(), bytes.size());
    }
  }
}

std::vector<std::string> groups_of(const std::vector<std::string>& keys) {
  std::vector<std::string> out;
  for (const Source& source : sources()) {
    const bool has = std::any_of(source.fields.begin(), source.fields.end(), [&](const char* name) { return std::find(keys.begin(), keys.end(), key_of(source, name)) != keys.end(); });
    if (has && std::find(out.begin(), out.end(), source.group) == out.end()) out.emplace_back(source.group);
  }
  return out;
}

Result<void> check_packet(BytesView content) {
  TRY(packet, schema::parse_as<ReferralPacket>(content));
  const bool codes = is_code_or_empty("referral_reason", packet.reason()) && is_code_or_empty("urgency", packet.urgency()) &&
                     is_code_or_empty("yes_no_unknown", packet.partial()) && is_code_or_empty("yes_no_unknown", packet.copy_given()) &&
                     std::all_of(packet.services().begin(), packet.services().end(), [](const std::string& code) { return schema::has_code("assistance", code); });
  const bool days = is_day_or_empty(packet.arrival_date()) && is_day_or_empty(packet.answer_by()) && is_day_or_empty(packet.access_until()) &&
                    is_day_or_empty(packet.consent_date()) && is_day_or_empty(packet.consent_until());
  const bool texts = is_short(packet.request(), 4000) && is_short(packet.alias(), 200) && is_short(packet.arrival_time(), 200) &&
                     is_short(packet.arrival_place(), 200) && is_short(packet.arrival_who(), 200) && is_short(packet.norm(), 200);
  if (!codes || !days || !texts || packet.services_size() > 50 || packet.entries_size() > 200) return wrong();
  TRY_VOID(shown_entries(packet));
  return check_attachments(packet);
}

Result<std::vector<Shown>> shown_entries(const ReferralPacket& packet) {
  std::vector<Shown> out;
  for (const PacketEntry& entry : packet.entries()) {
    TRY(message, read_entry(entry));
    const char* group = group_of(*message);
    out.push_back({group, std::move(message)});
  }
  return out;
}

}  // namespace arasha::referral

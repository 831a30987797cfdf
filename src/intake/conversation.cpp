#include "intake/conversation.h"

#include <algorithm>

#include "schema/entry_types.h"
#include "schema/vocabulary.h"

namespace arasha::intake {
namespace {

std::string day_of(Time time) { return to_iso(date_of(time)); }

template <class MessageType>
bool is(std::uint16_t type) { return schema::entry_type_of<MessageType>().number == type; }

void take_step(const IntakeStep& step, const Conversation::Line& line, Conversation& out) {
  // What closed it stays, until something else closes it.
  if (step.what() == "taken") {
    out.taken_by = line.author.text();
    if (!out.is_closed()) out.state = "taken";
    return;
  }
  out.state = step.what();
  out.reason = step.reason();
  out.closed = day_of(line.time);
  if (step.what() == "case") out.case_file = step.case_();
}

std::vector<std::string> all_of(const google::protobuf::Message& message, const char* field) {
  std::vector<std::string> out;
  const auto* descriptor = message.GetDescriptor()->FindFieldByName(field);
  if (descriptor == nullptr || !descriptor->is_repeated()) return out;
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < reflection->FieldSize(message, descriptor); ++i) out.push_back(reflection->GetRepeatedString(message, descriptor, i));
  return out;
}

void put(schema::FormData& to, const char* name, std::string value) {
  if (!value.empty()) to.add(name, std::move(value));
}

void put_date(schema::FormData& to, const std::string& name, Date day) {
  to.add(name + "-day", std::to_string(static_cast<unsigned>(day.day())));
  to.add(name + "-month", std::to_string(static_cast<unsigned>(day.month())));
  to.add(name + "-year", std::to_string(static_cast<int>(day.year())));
}

}  // namespace

bool Conversation::has(EntryId id) const {
  return std::any_of(lines.begin(), lines.end(), [&](const Line& line) { return line.id == id; });
}

Conversation fold(const casework::Story& story) {
  Conversation out;
  out.file = story.file;
  out.length = story.length;
  for (const casework::Item& item : story.items) {
    const auto* type = schema::entry_type(item.type);
    const casework::Version& version = item.latest();
    if (type == nullptr || item.compartment != INTAKE) continue;
    Conversation::Line line{type->title.c_str(), item.type, version.id, version.author, version.time, version.erased, version.message};
    if (out.lines.empty()) {
      out.opened = version.time;
      out.opened_by = version.author;
    }
    const bool is_message = is<PartnerMessage>(item.type) || is<PublicMessage>(item.type);
    if (is_message && version.message != nullptr) out.message = version.message;  // of one that was changed and sent again, the later
    if ((is_message || is<IntakeAddition>(item.type)) && version.erased) out.erased = true;
    if (is<IntakeAddition>(item.type) && !version.erased) out.waits = true;
    if (is<IntakeAnswer>(item.type)) {
      out.waits = false;
      out.answered = day_of(version.time);
    }
    if (const auto* step = dynamic_cast<const IntakeStep*>(version.message.get())) {
      out.waits = false;
      take_step(*step, line, out);
    }
    out.lines.push_back(std::move(line));
  }
  return out;
}

std::string text_of(const google::protobuf::Message& message, const char* field) {
  const auto* descriptor = message.GetDescriptor()->FindFieldByName(field);
  return descriptor == nullptr || descriptor->is_repeated() ? std::string() : message.GetReflection()->GetString(message, descriptor);
}

IntakeCard card_of(const Conversation& conversation) {
  IntakeCard card;
  card.set_received(minute_text(conversation.opened));
  if (conversation.message != nullptr) {
    const auto& message = *conversation.message;
    card.set_form(text_of(message, "form"));
    card.set_kind(dynamic_cast<const PartnerMessage*>(&message) != nullptr ? "partner" : "public");
    card.set_received(text_of(message, "received"));
    card.set_language(text_of(message, "language"));
    card.set_danger(text_of(message, "danger"));
    card.set_organization(text_of(message, "organization"));
    card.set_called(text_of(message, "called"));
  }
  card.set_state(conversation.state);
  card.set_member(conversation.taken_by.empty() ? conversation.opened_by.text() : conversation.taken_by);
  card.set_case_(conversation.case_file);
  card.set_answered(conversation.answered);
  card.set_waits(conversation.waits);
  card.set_closed(conversation.closed);
  card.set_erased(conversation.erased);
  return card;
}

Result<void> check_step(const Conversation& conversation, const IntakeStep& step) {
  const bool known = schema::has_code("intake_step", step.what());
  if (!known) return Error(ErrorCode::invalid_input, "Choose one of the answers in the list.");
  if (step.what() == "not_for_us" && !schema::has_code("intake_reason", step.reason())) return Error(ErrorCode::invalid_input, "Say why it is not for us.");
  if (step.what() == "taken" && conversation.is_closed() && !conversation.waits) return Error(ErrorCode::conflict, "A colleague has finished with this message already.");
  if (conversation.state == "case" && step.what() != "taken" && step.what() != "case") return Error(ErrorCode::conflict, "A case was made of this message already.");
  return {};
}

schema::FormData first_contact_of(const Conversation& conversation) {
  schema::FormData out;
  if (conversation.message == nullptr) return out;
  const auto& message = *conversation.message;
  const bool of_partner = dynamic_cast<const PartnerMessage*>(&message) != nullptr;
  const auto text = [&](const char* field) { return text_of(message, field); };
  put(out, "contact-danger", text("danger"));
  std::string summary = text("happened");
  for (const Conversation::Line& line : conversation.lines) {
    if (const auto* addition = dynamic_cast<const IntakeAddition*>(line.message.get())) summary += "\n\n" + addition->text();
  }
  put(out, "contact-summary", std::move(summary));
  if (const auto received = time_from_text(text("received"))) put_date(out, "contact-date", date_of(*received));
  if (of_partner) put(out, "contact-sources", text("organization_kind"));
  else put(out, "contact-sources", text("about") == "self" ? "self" : "unknown");
  put(out, "contact-how_reached", "web_form");
  put(out, "contact-language", text("language"));
  std::string organization = text("organization");
  for (const char* more : {"writer", "reply_to"}) {
    if (!text(more).empty()) organization += (organization.empty() ? "" : ", ") + text(more);
  }
  put(out, "contact-organization", std::move(organization));
  put(out, "identity-given_name", text("called"));
  put(out, "identity-age_band", text("age_band"));
  put(out, "identity-sex", text("sex"));
  for (std::string& one : all_of(message, "citizenships")) put(out, "identity-citizenships", std::move(one));
  for (std::string& one : all_of(message, "languages")) put(out, "identity-languages", std::move(one));
  put(out, "safe-number", text("number"));
  put(out, "safe-never_do", text("never_do"));
  return out;
}

}  // namespace arasha::intake

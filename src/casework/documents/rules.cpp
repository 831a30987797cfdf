#include "casework/documents/rules.h"

#include "base/catalogue.h"
#include "casework/mistakes.h"

namespace arasha::casework {
namespace {

using google::protobuf::Message;

constexpr const char* kBoth = N_("Two people sign: let this one sign too, or choose that both signed on paper.");

std::string field(const Message& message, const char* name) {
  const auto* descriptor = message.GetDescriptor()->FindFieldByName(name);
  return descriptor == nullptr ? std::string() : message.GetReflection()->GetString(message, descriptor);
}
void put(Message& message, const char* name, const std::string& value) {
  message.GetReflection()->SetString(&message, message.GetDescriptor()->FindFieldByName(name), value);
}

// What both signed for is not changed behind their backs.
void check_is_as_signed(const PaperKept& before, const PaperKept& now, Errors& errors) {
  const auto same = [&](std::initializer_list<const char*> names, const char* sentence) {
    for (const char* name : names) {
      if (field(before, name) != field(now, name)) add(errors, name, sentence);
    }
  };
  same({"what", "number", "condition", "received_on", "received_from", "received_way", "giver_signature", "worker_signature"},
       N_("This is what both signed for; it stays. If it is wrong, erase the entry and take the paper anew."));
  if (before.returned_on().empty()) return;
  same({"returned_on", "returned_how", "returned_to", "returned_way", "receiver_signature", "handing_signature"},
       N_("This is what both signed for when the paper went; it stays."));
}

// A confirmation is the writer's own, of signatures on paper that somebody else wrote down.
void check_confirmation(const std::string& before, const std::string& now, const std::string& way, const std::string& writer, MemberId by,
                        const char* name, Errors& errors) {
  if (now == before) return;
  if (way != "paper" || !before.empty()) add(errors, name, N_("There is nothing to confirm here."));
  else if (!by.is_nil() && (now != by.text() || writer == now)) {
    add(errors, name, N_("You wrote this down yourself. Ask a colleague to look at the paper with both signatures."));
  }
}

void check_paper(const Story& story, const PaperKept& now, const std::string& today, EntryId corrects, MemberId by, Errors& errors) {
  const Item* item = story.find(corrects);
  const auto* before = item == nullptr ? nullptr : item->as<PaperKept>();
  not_in_the_future(errors, "received_on", now.received_on(), today);
  not_in_the_future(errors, "returned_on", now.returned_on(), today);
  if (now.received_way() == "drawn") {
    if (now.giver_signature().empty()) add(errors, "giver_signature", kBoth);
    if (now.worker_signature().empty()) add(errors, "worker_signature", kBoth);
  }
  const bool goes = !now.returned_on().empty() || !now.returned_how().empty() || !now.returned_to().empty() || !now.returned_way().empty();
  if (goes) {
    if (now.returned_on().empty()) add(errors, "returned_on", N_("Say when the paper was handed over."));
    if (now.returned_how().empty()) add(errors, "returned_how", N_("Say to whom the paper went."));
    if (now.returned_to().empty()) add(errors, "returned_to", N_("Write the name of the one who received it."));
    if (now.returned_way().empty()) add(errors, "returned_way", N_("Say how both signed."));
    if (is_before(now.returned_on(), now.received_on())) add(errors, "returned_on", N_("The paper would go before it came. Correct the date."));
    if (now.returned_way() == "drawn") {
      if (now.receiver_signature().empty()) add(errors, "receiver_signature", kBoth);
      if (now.handing_signature().empty()) add(errors, "handing_signature", kBoth);
    }
  }
  if (before != nullptr) check_is_as_signed(*before, now, errors);
  check_confirmation(before == nullptr ? "" : before->received_confirmed_by(), now.received_confirmed_by(), now.received_way(), now.received_by(), by,
                     "place", errors);
  check_confirmation(before == nullptr ? "" : before->returned_confirmed_by(), now.returned_confirmed_by(), now.returned_way(), now.returned_by(), by,
                     "place", errors);
  if (before != nullptr || now.number().empty()) return;
  for (const Item* one : story.all<PaperKept>()) {
    const auto* other = one->as<PaperKept>();
    if (other->what() == now.what() && other->number() == now.number() && other->returned_on().empty()) {
      add(errors, "number", N_("This very paper is kept already. Look at the list of papers."));
    }
  }
}

}  // namespace

bool is_document(std::uint16_t type) {
  const schema::EntryType* known = schema::entry_type(type);
  if (known == nullptr) return false;
  for (const auto* one : {PersonDocument::descriptor(), HealthDocument::descriptor(), CaseDocument::descriptor(), LegalDocument::descriptor()}) {
    if (known->descriptor == one) return true;
  }
  return false;
}

std::optional<DocumentFields> document_in(const Item& item) {
  if (!is_document(item.type) || item.latest().message == nullptr) return std::nullopt;
  const Message& message = *item.latest().message;
  return DocumentFields{field(message, "kind"), field(message, "title"), field(message, "date"), field(message, "note"),
                        field(message, "file_name"), field(message, "format"), field(message, "size"), field(message, "cleaned")};
}

void put_file(Message& document, const DocumentFields& of_file) {
  put(document, "file_name", of_file.file_name);
  put(document, "format", of_file.format);
  put(document, "size", of_file.size);
  put(document, "cleaned", of_file.cleaned);
}

PaperState state_of(const PaperKept& paper) {
  if (!paper.returned_on().empty()) {
    return paper.returned_way() == "paper" && paper.returned_confirmed_by().empty() ? PaperState::returned_unconfirmed : PaperState::returned;
  }
  return paper.received_way() == "paper" && paper.received_confirmed_by().empty() ? PaperState::kept_unconfirmed : PaperState::kept;
}

bool may_confirm(const PaperKept& paper, MemberId by) {
  const PaperState state = state_of(paper);
  if (state == PaperState::returned_unconfirmed) return paper.returned_by() != by.text();
  return state == PaperState::kept_unconfirmed && paper.received_by() != by.text();
}

void check_documents(const Story& story, const Message& entry, const std::string& today, EntryId corrects, MemberId by, Errors& errors) {
  const schema::EntryType* type = schema::entry_type(std::string_view(entry.GetDescriptor()->name()));
  if (type != nullptr && is_document(type->number)) not_in_the_future(errors, "date", field(entry, "date"), today);
  if (const auto* paper = dynamic_cast<const PaperKept*>(&entry)) check_paper(story, *paper, today, corrects, by, errors);
}

}  // namespace arasha::casework

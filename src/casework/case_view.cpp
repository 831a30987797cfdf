#include "casework/case_view.h"

#include "casework/cards.h"
#include "casework/oversight/alerts.h"
#include "casework/plan/rules.h"
#include "casework/retention/erasure.h"
#include "casework/tasks/templates.h"

namespace arasha::casework {
namespace {

constexpr vault::Compartment kOfPerson[] = {IDENTITY, HEALTH};
constexpr vault::Compartment kOfWork[] = {ASSISTANCE, LEGAL, PRESENCE, FACTS};

}  // namespace

Result<CaseView> open_case_view(const Desk& desk, const Visit& visit, FileId file, bool printing) {
  const vault::Action action = printing ? vault::Action::printed : vault::Action::opened;
  // The organisation's own files are no cases.
  if (file == register_file(desk.vault) || file == template_file(desk.vault)) return Error(ErrorCode::not_found, "There is no such page.");
  Cases cases(desk.vault);
  CaseView out;
  out.file = file;
  out.printing = printing;
  TRY(readers, readers_of(desk.vault, file, ASSISTANCE));
  out.readers = std::move(readers);
  TRY(story, cases.read(visit.keyring, file, action));
  // A person's file has no page of its own.
  if (!out.readers.exists) return Error(ErrorCode::not_found, "There is no such page.");
  out.story = std::move(story);
  out.card = case_card(out.story);
  std::string person = out.card.person();
  if (const auto* known = out.story.last<CaseForShift>()) {
    if (person.empty()) person = known->person();
    if (out.card.alias().empty()) out.card.set_alias(known->alias());
  }
  if (const auto id = FileId::from_text(person)) {
    out.person = *id;
    const auto open = desk.vault.readable(visit.keyring, *id);
    if (open && !open->empty()) {
      TRY(who, cases.read(visit.keyring, *id, action));
      out.who = std::move(who);
      out.identity = out.who->last<Identity>();
    }
    for (const vault::Compartment one : kOfPerson) {
      if (may_write(desk, visit, *id, one)) out.may_add.insert(one);
    }
  }
  for (const vault::Compartment one : kOfWork) {
    if (may_write(desk, visit, file, one)) out.may_add.insert(one);
  }
  TRY_VOID(record_signs(desk, visit, file, out.card, out.identity));
  out.facts = facts_state(out.story, out.identity, out.may_add.contains(FACTS), today(desk));
  return out;
}

std::string add_address(const CaseView& view, const schema::EntryType& type) {
  const bool of_person = type.compartment == IDENTITY || type.compartment == HEALTH;
  return "/file/" + (of_person ? view.person : view.file).text() + "/add/" + type.descriptor->name() + "?case=" + view.file.text();
}

std::string correct_address(const CaseView& view, FileId file, const Item& item) {
  return "/file/" + file.text() + "/correct/" + item.latest().id.text() + "?case=" + view.file.text();
}

std::string form_address(const CaseView& view, const schema::EntryType& type) {
  const Item* standing = nullptr;
  if (type.descriptor == SafeContact::descriptor()) standing = last_item<SafeContact>(view.story);
  if (type.descriptor == Alerts::descriptor()) standing = last_item<Alerts>(view.story);
  if (type.descriptor == SafetyPlan::descriptor()) standing = last_item<SafetyPlan>(view.story);
  if (type.descriptor == IndividualPlan::descriptor()) standing = newest<IndividualPlan>(view.story);
  if (type.descriptor == Return::descriptor()) standing = last_item<Return>(view.story);
  return standing != nullptr ? correct_address(view, view.file, *standing) : add_address(view, type);
}

Html section(std::string_view title, const std::string& id, const Html& inside, const char* classes) {
  return el("section", {{"class", classes}, {"aria-labelledby", id}}, web::subheading(title, id), inside);
}

}  // namespace arasha::casework

#include "casework/retention/erasure.h"

#include <algorithm>
#include <set>

#include "arasha/plan.pb.h"
#include "casework/cards.h"
#include "casework/changes.h"
#include "casework/own_file.h"
#include "casework/person/merge.h"
#include "casework/retention/settings.h"
#include "casework/services/norms.h"

namespace arasha::casework {
namespace {

constexpr int kTries = 16;
constexpr int kMostGoals = 40;

Error no_such_case() { return {ErrorCode::not_found, "There is no such page."}; }
Error changed() { return {ErrorCode::conflict, "Something was written in the meantime. Nothing was erased. Look at it, and propose the erasure anew."}; }
Error first_obstacle(Obstacle one) { return {ErrorCode::invalid_input, sentence_of(one)}; }

// Files with an assistance compartment that this keyring does not open: cases restricted to others.
Result<std::size_t> count_unseen(const vault::Vault& vault, const vault::Keyring& by) {
  const auto state = vault.directory();
  std::set<FileId> theirs;
  const auto gather = [&](vault::Recipient recipient) {
    return vault.store().each_grant_to(recipient, [&](const store::GrantRow& grant) -> Result<void> {
      if (grant.compartment == ASSISTANCE) theirs.insert(grant.file);
      return {};
    });
  };
  for (const auto& [id, circle] : state->circles()) {
    if (!by.holds(id)) TRY_VOID(gather(vault::recipient_of(id)));
  }
  for (const auto& [id, member] : state->members()) {
    if (id != by.member()) TRY_VOID(gather(vault::recipient_of(id)));
  }
  return static_cast<std::size_t>(std::count_if(theirs.begin(), theirs.end(), [&](FileId file) { return !vault.may_open(by, file, ASSISTANCE); }));
}

Result<std::vector<vault::Compartment>> parts_of(const vault::Vault& vault, FileId file) {
  TRY(grants, vault.store().grants(file));
  std::set<vault::Compartment> out;
  for (const auto& grant : grants) out.insert(grant.compartment);
  return std::vector<vault::Compartment>(out.begin(), out.end());
}

// Cases of the person's files other than this one.
struct Others {
  std::vector<projection::CaseRow> cases;
  bool same_file = false;  // one of them names the very person's file
};
Result<Others> others_of(const Desk& desk, const vault::Keyring& by, const ErasureView& view, const std::vector<FileId>& files) {
  Others out;
  TRY(access, desk.tables.projection().enter(by, ASSISTANCE));
  for (auto& row : desk.tables.cases().of_person(access, files)) {
    if (row.file == view.file) continue;
    out.same_file = out.same_file || row.card.person() == view.person.text();
    out.cases.push_back(std::move(row));
  }
  return out;
}

Result<void> look_at_person(const Desk& desk, const vault::Keyring& by, ErasureView& view) {
  const auto person = FileId::from_text(view.card.person());
  if (!person) return {};
  view.person = *person;
  view.person_stays = PersonStays::not_openable;
  std::vector<FileId> files{*person};
  if (desk.vault.may_open(by, *person, IDENTITY)) {
    TRY(opened, desk.vault.open_file(by, *person));
    TRY(who, tell(opened));
    const Joinings joinings = joinings_of(who);
    files.insert(files.end(), joinings.others.begin(), joinings.others.end());
    if (joinings.into) files.push_back(*joinings.into);
    view.person_card = person_card(who);
    view.person_opened = std::move(opened);
    TRY(parts, parts_of(desk.vault, *person));
    view.person_parts = std::move(parts);
    view.person_stays = files.size() > 1 ? PersonStays::joined : PersonStays::goes;
  }
  TRY(others, others_of(desk, by, view, files));
  const bool is_open = std::any_of(others.cases.begin(), others.cases.end(), [](const auto& row) { return row.card.state() != "closed"; });
  if (others.same_file && view.person_goes()) view.person_stays = PersonStays::other_case;
  TRY(unseen, count_unseen(desk.vault, by));
  view.unseen_cases = unseen;
  if (unseen > 0 && view.person_goes()) view.person_stays = PersonStays::unseen_cases;
  const PersonCard* card = view.person_card ? &*view.person_card : nullptr;
  view.standing = retention_standing(case_state(view.card, card, is_open), norms_of(desk).contents(), periods_of(desk.vault.directory()), today(desk));
  return {};
}

std::string last_entry(const std::optional<vault::OpenedFile>& file) {
  return file && !file->entries.empty() ? file->entries.back().header.id.text() : std::string();
}

ErasureCertificate certificate_for(const Desk& desk, const vault::Keyring& by, const ErasureView& view, const std::vector<vault::Compartment>& going) {
  const auto is_going = [&](const vault::OpenedEntry& entry) { return std::find(going.begin(), going.end(), entry.header.compartment) != going.end(); };
  auto count = std::count_if(view.opened.entries.begin(), view.opened.entries.end(), is_going);
  if (view.person_goes()) count += static_cast<std::ptrdiff_t>(view.person_opened->entries.size());
  ErasureCertificate out;
  out.set_case_file(view.file.text());
  if (view.person_goes()) out.set_person_file(view.person.text());
  out.set_alias_code(alias_code(desk.vault, view.card.alias()));
  out.set_ground(view.proposal.proposal->ground());
  std::string norms;
  for (const RuleState& one : view.standing.clock.rules) norms += (norms.empty() ? "" : ", ") + one.rule->id();
  out.set_norm(norms);
  out.set_closed(view.card.closed());
  out.set_proposed_by(view.proposal.item->latest().author.text());
  out.set_proposed(to_iso(date_of(view.proposal.item->latest().time)));
  out.set_confirmed_by(by.member().text());
  out.set_confirmed(to_iso(today(desk)));
  out.set_entries(std::to_string(count));
  out.set_facts(view.proposal.proposal->facts());
  return out;
}

vault::FileChange destruction_of(const vault::OpenedFile& opened, std::vector<vault::Compartment> parts, const crypto::Hash& statement) {
  vault::FileChange out;
  out.file = opened.id;
  out.expected_length = opened.length;
  out.destroy = std::move(parts);
  out.statement = statement;
  out.forget_drafts = draft_places(opened.id, opened);
  return out;
}

Result<vault::FileChange> into_register(const Desk& desk, const vault::Keyring& by, const ErasureCertificate& stated) {
  TRY(opened, open_own_file(desk.vault, by, register_file(desk.vault)));
  const auto id = EntryId::from_text(stated.alias_code());
  return into_own_file(opened, entry_for(stated, EntryId(), id ? *id : EntryId()));
}

// Whether it is done already, by this very press.
bool was_done(const Desk& desk, const vault::Keyring& by, FileId file) {
  const auto left = vault::remains_of(desk.vault.store(), *desk.vault.directory(), desk.vault.server(), file);
  return left && *left && !(*left)->parts.empty() && (*left)->parts.front().by == by.member();
}

Result<void> erase_once(const Desk& desk, const vault::Keyring& by, FileId file, EntryId seen) {
  TRY(view, look_at_erasure(desk, by, file));
  if (view.proposal.item == nullptr || view.proposal.item->latest().id != seen || view.proposal.state != ProposalState::waiting) return changed();
  if (view.proposal.item->latest().author == by.member()) {
    return Error(ErrorCode::denied, "You proposed it yourself. A colleague who may open the case must confirm it.");
  }
  const auto obstacles = obstacles_for(view.standing, view.proposal.proposal->ground());
  if (!obstacles.empty()) return first_obstacle(obstacles.front());
  const std::string& person_then = view.proposal.proposal->person_entry();
  if (view.person_goes() && !person_then.empty() && last_entry(view.person_opened) != person_then) return changed();
  std::vector<vault::Compartment> going = view.parts;
  if (view.proposal.proposal->facts() == "kept") std::erase(going, vault::Compartment{FACTS});
  const ErasureCertificate stated = certificate_for(desk, by, view, going);
  const crypto::Hash statement = vault::statement_of(schema::serialise(stated));
  std::vector<vault::FileChange> changes{destruction_of(view.opened, going, statement)};
  if (view.person_goes()) changes.push_back(destruction_of(*view.person_opened, view.person_parts, statement));
  TRY(certificate, into_register(desk, by, stated));
  changes.push_back(std::move(certificate));
  return desk.vault.append(by, changes);
}

}  // namespace

Result<ErasureView> look_at_erasure(const Desk& desk, const vault::Keyring& by, FileId file) {
  if (!desk.vault.may_open(by, file, ASSISTANCE)) return no_such_case();
  ErasureView out;
  out.file = file;
  TRY(opened, desk.vault.open_file(by, file));
  TRY(story, tell(opened));
  if (story.last<CaseOpened>() == nullptr) return no_such_case();
  out.opened = std::move(opened);
  out.story = std::move(story);
  out.card = case_card(out.story);
  TRY(parts, parts_of(desk.vault, file));
  out.parts = std::move(parts);
  out.proposal = proposal_of(out.story);
  out.standing = retention_standing(case_state(out.card, nullptr, false), norms_of(desk).contents(), periods_of(desk.vault.directory()), today(desk));
  TRY_VOID(look_at_person(desk, by, out));
  // What of the story this member cannot read may be a hold.
  if (is_held(out.story, today(desk)) && !out.standing.has(Obstacle::held)) out.standing.obstacles.push_back(Obstacle::held);
  return out;
}

Result<void> propose_erasure(const Desk& desk, const vault::Keyring& by, FileId file, ErasureProposed proposal, EntryId once) {
  TRY(view, look_at_erasure(desk, by, file));
  const auto obstacles = obstacles_for(view.standing, proposal.ground());
  if (!obstacles.empty()) return first_obstacle(obstacles.front());
  proposal.set_person_entry(last_entry(view.person_opened));
  TRY_VOID(Cases(desk.vault).add(by, file, proposal, once));
  return {};
}

Result<void> confirm_erasure(const Desk& desk, const vault::Keyring& by, FileId file, EntryId seen) {
  Result<void> answer;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    if (was_done(desk, by, file)) return {};
    answer = erase_once(desk, by, file, seen);
    // Another erasure was written into the register first, or the case did change: looking again tells which.
    if (answer || answer.error().code != ErrorCode::conflict) break;
    const auto now = look_at_erasure(desk, by, file);
    if (!now || now->proposal.item == nullptr || now->proposal.item->latest().id != seen || now->proposal.state != ProposalState::waiting) break;
  }
  return answer;
}

FileId register_file(const vault::Vault& vault) { return vault::file_named(vault.organization(), "erasures"); }

std::string alias_code(const vault::Vault& vault, const std::string& alias) {
  const crypto::Hash tag = crypto::tag(vault.server().places, "arasha/erased-alias/v1", {view(alias)});
  return EntryId::from_bytes(BytesView(tag).first(EntryId::kSize))->text();
}

bool alias_was_erased(const vault::Vault& vault, const std::string& alias) {
  const auto known = vault::has_entry(vault.store(), vault.organization(), vault.server(), register_file(vault), *EntryId::from_text(alias_code(vault, alias)));
  return known && *known;
}

Result<std::vector<Certificate>> certificates(vault::Vault& vault, const vault::Keyring& by) {
  const FileId file = register_file(vault);
  std::vector<Certificate> out;
  if (!vault.may_open(by, file, ASSISTANCE)) return out;
  TRY(opened, vault.open_file(by, file));
  for (auto entry = opened.entries.rbegin(); entry != opened.entries.rend(); ++entry) {
    if (entry->state != vault::EntryState::readable || entry->header.type != schema::entry_type_of<ErasureCertificate>().number) continue;
    TRY(stated, schema::parse_as<ErasureCertificate>(entry->content));
    out.push_back({std::move(stated), entry->header.id, entry->header.time, entry->header.author});
  }
  return out;
}

Result<Proof> prove(const vault::Vault& vault, const Certificate& certificate) {
  Proof out;
  const auto state = vault.directory();
  const crypto::Hash statement = vault::statement_of(schema::serialise(certificate.stated));
  out.holds = true;
  const auto look = [&](const std::string& text, std::optional<vault::Remains>& into) -> Result<void> {
    const auto file = FileId::from_text(text);
    if (!file) return {};
    TRY(left, vault::remains_of(vault.store(), *state, vault.server(), *file));
    into = std::move(left);
    const bool agrees = into && into->is_gone() && std::all_of(into->parts.begin(), into->parts.end(), [&](const vault::DestroyedPart& part) {
      return part.statement == statement && part.by.text() == certificate.stated.confirmed_by() && part.by == certificate.by;
    });
    out.holds = out.holds && agrees;
    return {};
  };
  TRY_VOID(look(certificate.stated.case_file(), out.of_case));
  TRY_VOID(look(certificate.stated.person_file(), out.of_person));
  out.holds = out.holds && out.of_case.has_value() && certificate.stated.proposed_by() != certificate.stated.confirmed_by();
  return out;
}

std::vector<std::string> draft_places(FileId file, const vault::OpenedFile& opened) {
  const std::string of_file = "/file/" + file.text() + "/";
  const std::string of_case = "/case/" + file.text() + "/";
  std::vector<std::string> out;
  std::vector<std::string> about_another;  // types whose forms name another entry
  for (const schema::EntryType& type : schema::entry_types()) {
    const std::string form = of_file + "add/" + type.descriptor->name();
    out.push_back(form);
    for (int i = 0; i < type.descriptor->field_count(); ++i) {
      if (type.descriptor->field(i)->options().GetExtension(arasha::field).kind() == Kind::ENTRY_ID) about_another.push_back(form + "/");
    }
  }
  for (const char* one : {"erasure", "erasure/stop", "owner", "facts", "follow-ups", "tasks"}) out.push_back(of_case + one);
  for (const char* one : {"/family", "/family/link", "/alike"}) out.push_back("/person/" + file.text() + one);
  for (const vault::OpenedEntry& entry : opened.entries) {
    const std::string id = entry.header.id.text();
    for (const char* one : {"correct/", "ask-approval/", "approval/", "sharing/", "service/", "screening/"}) out.push_back(of_file + one + id);
    for (const std::string& form : about_another) out.push_back(form + id);
    out.push_back(of_case + "hold/" + id);
    if (entry.header.type != schema::entry_type_of<IndividualPlan>().number) continue;
    for (int goal = 1; goal <= kMostGoals; ++goal) out.push_back(of_file + "add/GoalProgress/" + id + "." + std::to_string(goal));
  }
  return out;
}

}  // namespace arasha::casework

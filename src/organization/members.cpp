// Who works here, and what each may open.
#include <algorithm>

#include "organization/room.h"

namespace arasha::organization {
namespace {

using vault::Member;
using vault::MemberStatus;

// Those who wait for something first, then by name; closed accounts apart.
std::vector<const Member*> ordered(const vault::Directory& state, bool closed) {
  std::vector<const Member*> out;
  for (const auto& [id, member] : state.members()) {
    if ((member.status == MemberStatus::closed) == closed) out.push_back(&member);
  }
  const auto waits = [&](const Member& member) {
    return member.status != MemberStatus::verified || (circles_of(state, member.id).empty() && !member.administrator);
  };
  std::sort(out.begin(), out.end(), [&](const Member* a, const Member* b) {
    return std::tuple(!waits(*a), a->name, a->id) < std::tuple(!waits(*b), b->name, b->id);
  });
  return out;
}

std::string opens(const Catalogue& words, const vault::Directory& state, const Member& member) {
  std::string out = compartment_names(words, opened_to(state, member.id));
  if (state.is_in(member.id, vault::CircleKind::auditors)) {
    if (!out.empty()) out += ", ";
    out += words.text(N_("Reading record"));
  }
  return out.empty() ? std::string(words.text(N_("Nothing"))) : out;
}

Html table_of(const Catalogue& words, const vault::Directory& state, const std::vector<const Member*>& members) {
  web::Table table(words, words.text(N_("Members")), {{N_("Name")}, {N_("Status")}, {N_("Circles")}, {N_("May open")}}, members.size());
  for (const Member* member : members) {
    table.row();
    table.cell(web::link("/members/" + member->id.text(), member->name));
    Html status = status_tag(words, state, *member);
    if (member->administrator) status.add(" ").add(web::tag(web::Meaning::plain, words.text(N_("Administrator"))));
    table.cell(el("span", {}, status));  // one piece, so that two tags wrap on a telephone
    table.cell(circle_names(words, state, circles_of(state, member->id)));
    table.cell(opens(words, state, *member));
  }
  return std::move(table).html();
}

web::Response members_page(const vault::Vault& vault, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto state = vault.directory();
  const Rights rights = rights_of(*state, visit.keyring.member());
  web::Page page = page_of(vault, visit, std::string(words.text(N_("Members"))));
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("Everybody who works here, and what each may open of a new case."))));
  if (rights.accounts) page.main.add(web::actions(web::button_link("/members/new", words.text(N_("Invite somebody")))));
  page.main.add(table_of(words, *state, ordered(*state, false)));
  const auto closed = ordered(*state, true);
  if (!closed.empty()) {
    Html names;
    for (const Member* member : closed) names.add(el("li", {}, web::link("/members/" + member->id.text(), member->name)));
    page.main.add(web::details(words.text(N_("Closed accounts")), el("ul", {{"class", "govuk-list"}}, names)));
  }
  return answer(std::move(page));
}

Html circle_list(const Catalogue& words, const vault::Directory& state, MemberId member) {
  Html items;
  for (const CircleId id : circles_of(state, member)) {
    Html item = web::link("/circles/" + id.text(), circle_name(words, state, id));
    if (state.is_steward_of(member, id)) item.add(" ").add(web::tag(web::Meaning::plain, words.text(N_("Steward"))));
    items.add(el("li", {}, item));
  }
  return items.is_empty() ? Html::text(words.text(N_("None"))) : el("ul", {{"class", "govuk-list"}}, items);
}

// What follows next for this account, in a sentence.
std::string next_step(const Catalogue& words, const vault::Directory& state, const Member& member) {
  switch (member.status) {
    case MemberStatus::invited:
      return std::string(words.text(N_("Has an activation code and has not used it yet. A code lives fourteen days; a steward can give a new one.")));
    case MemberStatus::unverified:
      return std::string(words.text(N_("Has chosen a passphrase. Nothing opens until a steward compares the eight words with the person.")));
    case MemberStatus::closed: return std::string(words.text(N_("This account is closed. What the person wrote stays, with the name.")));
    case MemberStatus::verified: break;
  }
  if (circles_of(state, member.id).empty() && !member.administrator) {
    return std::string(words.text(N_("Confirmed, and in no circle: nothing opens yet. A steward of a circle adds people on the circle's page.")));
  }
  return {};
}

Html steps(const Catalogue& words, const Rights& rights, const Visit& visit, const Member& member) {
  const std::string address = "/members/" + member.id.text();
  const bool self = member.id == visit.keyring.member();
  Html out;
  if (rights.steward && member.status == MemberStatus::unverified) out.add(web::button_link(address + "/verify", words.text(N_("Compare the eight words"))));
  if (rights.steward && !self && member.status != MemberStatus::closed) {
    const char* label = member.status == MemberStatus::invited ? N_("Give a new activation code") : N_("The passphrase is forgotten");
    out.add(web::button_link(address + "/readmit", words.text(label), web::ButtonKind::secondary));
  }
  if (rights.accounts && !self && member.status != MemberStatus::closed) {
    out.add(web::button_link(address + "/close", words.text(N_("Close the account")), web::ButtonKind::warning));
  }
  return out.is_empty() ? out : web::actions(out);
}

web::Response member_page(const vault::Vault& vault, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto state = vault.directory();
  const Member* member = member_in(*state, visit);
  if (member == nullptr) return unknown(visit);
  web::Page page = page_of(vault, visit, member->name);
  page.back = "/members";
  page.main = web::heading(words.text(N_("Member")), member->name);
  const std::string next = next_step(words, *state, *member);
  if (!next.empty()) page.main.add(web::inset(Html::text(next)));
  web::SummaryList list;
  list.add(words.text(N_("Status")), status_tag(words, *state, *member));
  list.add(words.text(N_("Administrator")), words.text(member->administrator ? N_("Yes") : N_("No")));
  list.add(words.text(N_("Circles")), circle_list(words, *state, member->id));
  list.add(words.text(N_("May open")), opens(words, *state, *member));
  page.main.add(list.html());
  page.main.add(steps(words, rights_of(*state, visit.keyring.member()), visit, *member));
  return answer(std::move(page));
}

}  // namespace

void add_member_pages(web::Site& site) {
  vault::Vault& vault = site.vault();
  site.get("/members", [&vault](const Visit& visit) { return members_page(vault, visit); });
  site.place(50, "/members", N_("Members"),
             [](const vault::Directory& state, MemberId member) { return rights_of(state, member).accounts; });
  add_member_steps(site);
  site.get("/members/{member}", [&vault](const Visit& visit) { return member_page(vault, visit); });
}

}  // namespace arasha::organization

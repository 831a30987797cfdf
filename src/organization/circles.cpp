// Circles: who is in, and what that opens.
#include <algorithm>

#include "organization/duties.h"
#include "organization/room.h"

namespace arasha::organization {
namespace {

using vault::Circle;
using vault::Directory;
using vault::Member;

std::vector<const Circle*> ordered(const Directory& state) {
  std::vector<const Circle*> out;
  for (const auto& [id, circle] : state.circles()) out.push_back(&circle);
  std::sort(out.begin(), out.end(), [](const Circle* a, const Circle* b) { return std::tuple(a->kind, a->name, a->id) < std::tuple(b->kind, b->name, b->id); });
  return out;
}

std::vector<vault::Compartment> given_to(const Directory& state, CircleId circle) {
  std::vector<vault::Compartment> out;
  for (const vault::Compartment compartment : compartments()) {
    const auto readers = state.readers(compartment);
    if (std::find(readers.begin(), readers.end(), circle) != readers.end()) out.push_back(compartment);
  }
  return out;
}

std::string opens(const Catalogue& words, const Directory& state, const Circle& circle) {
  if (circle.kind == vault::CircleKind::auditors) return std::string(words.text(N_("Reading record")));
  const std::string out = compartment_names(words, given_to(state, circle.id));
  return out.empty() ? std::string(words.text(N_("Nothing"))) : out;
}

std::vector<std::pair<std::string, bool>> people_of(const Directory& state, const Circle& circle) {
  std::vector<std::pair<std::string, bool>> out;
  for (const auto& [id, steward] : circle.members) out.emplace_back(member_name(state, id), steward);
  std::sort(out.begin(), out.end());
  return out;
}

Html circles_table(const Catalogue& words, const Directory& state) {
  const auto circles = ordered(state);
  web::Table table(words, words.text(N_("Circles")), {{N_("Circle")}, {N_("Opens")}, {N_("Stewards of it")}, {N_("Others in it")}}, circles.size());
  for (const Circle* circle : circles) {
    std::vector<std::string> stewards;
    std::vector<std::string> others;
    for (auto& [name, steward] : people_of(state, *circle)) (steward ? stewards : others).push_back(std::move(name));
    table.row();
    table.cell(web::link("/circles/" + circle->id.text(), circle_name(words, *circle)));
    table.cell(opens(words, state, *circle));
    table.cell(joined(stewards));
    table.cell(joined(others));
  }
  return std::move(table).html();
}

// Who opens what of a file that is made now.
Html people_table(const Catalogue& words, const Directory& state) {
  std::vector<const Member*> members;
  for (const auto& [id, member] : state.members()) {
    if (member.status == vault::MemberStatus::verified) members.push_back(&member);
  }
  std::sort(members.begin(), members.end(), [](const Member* a, const Member* b) { return std::tuple(a->name, a->id) < std::tuple(b->name, b->id); });
  web::Table table(words, words.text(N_("Who may open what")), {{N_("Name")}, {N_("Opens")}, {N_("Reading record")}}, members.size());
  for (const Member* member : members) {
    const std::string opened = compartment_names(words, opened_to(state, member->id));
    table.row();
    table.cell(web::link("/members/" + member->id.text(), member->name));
    table.cell(opened.empty() ? std::string(words.text(N_("Nothing"))) : opened);
    table.cell(state.is_in(member->id, vault::CircleKind::auditors) ? el("strong", {}, words.text(N_("Yes"))) : Html::text(words.text(N_("No"))));
  }
  return std::move(table).html();
}

std::string proposal_text(const Catalogue& words, const Directory& state, const Proposal& proposal) {
  std::vector<std::string> names;
  for (const MemberId id : proposal.members) names.push_back(member_name(state, id));
  const std::string who = joined(names);
  const std::string circles = circle_names(words, state, proposal.circles);
  switch (proposal.kind) {
    case DutyKind::lone_steward:
      return words.text(N_("Only one steward: {1}. If {2} is away, nobody can add or remove people there. Make somebody else a steward too."), {circles, who});
    case DutyKind::in_every_circle:
      return words.text(N_("{1} is in every circle. Leave each circle to those who need it: Health, for example, to the psychologist alone."), {who});
    case DutyKind::administrator_reads:
      return words.text(N_("{1} is an administrator and opens cases through these circles: {2}. Better that whoever looks after the machine opens none."), {who, circles});
    case DutyKind::lone_auditor_works:
      return words.text(N_("{1} is the only auditor and opens cases too, so nobody else looks at what {1} reads. Add somebody who opens no case to the Auditors."), {who});
    case DutyKind::auditors_all_work:
      return words.text(N_("All auditors open cases themselves: {1}. Add somebody who opens no case."), {who});
    case DutyKind::health_for_everybody:
      return std::string(words.text(N_("Everybody in Casework is in the Health circle as well. What the psychologist writes could be for the Health circle alone.")));
  }
  return {};
}

Html proposals(const Catalogue& words, const Directory& state) {
  const auto all = propose_duties(state);
  if (all.empty()) return {};
  std::vector<std::string> lines;
  for (const Proposal& proposal : all) lines.push_back(proposal_text(words, state, proposal));
  Html out = web::subheading(words.text(N_("Duties that could be separated")));
  out.add(bullets(lines));
  return out;
}

Html policy_list(const Catalogue& words, const Directory& state, bool may_change) {
  web::SummaryList list;
  for (const vault::Compartment compartment : compartments()) {
    const std::string name(compartment_name(words, compartment));
    Html value = Html::text(circle_names(words, state, state.readers(compartment)));
    value.add(web::hint(compartment_content(words, compartment)));
    Html action;
    if (may_change) action = web::link("/circles/policy/" + std::to_string(compartment), words.text(N_("Change")), name);
    list.add(name, value, action);
  }
  return list.html();
}

web::Response circles_page(const vault::Vault& vault, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto state = vault.directory();
  const Rights rights = rights_of(*state, visit.keyring.member());
  web::Page page = page_of(vault, visit, std::string(words.text(N_("Circles"))));
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("A circle is a group of colleagues who share a key. Who is in a circle opens what the circle receives; nobody else can, the administrator and this server's owner included."))));
  if (rights.accounts) page.main.add(proposals(words, *state));
  page.main.add(circles_table(words, *state));
  page.main.add(web::subheading(words.text(N_("Which circles receive which part of a case"))));
  page.main.add(policy_list(words, *state, rights.steward));
  page.main.add(web::subheading(words.text(N_("Who may open what"))));
  page.main.add(people_table(words, *state));
  return answer(std::move(page));
}

Html people_in(const Catalogue& words, const Directory& state, const Circle& circle, MemberId me, bool may_change) {
  std::vector<web::Column> columns{{N_("Name")}, {N_("Role in the circle")}};
  if (may_change) columns.push_back({N_("Change")});
  web::Table table(words, words.text(N_("Who is in this circle")), columns, circle.members.size());
  std::vector<std::pair<std::string, MemberId>> people;
  for (const auto& [id, steward] : circle.members) people.emplace_back(member_name(state, id), id);
  std::sort(people.begin(), people.end());
  for (const auto& [name, id] : people) {
    const bool steward = circle.members.at(id);
    table.row();
    table.cell(web::link("/members/" + id.text(), name));
    table.cell(steward ? web::tag(web::Meaning::active, words.text(N_("Steward"))) : Html::text(words.text(N_("Member"))));
    if (!may_change) continue;
    const std::string address = "/circles/" + circle.id.text() + "/";
    Html ways;
    if (!state.is_last_steward(id, circle.id)) {
      const char* label = steward ? N_("Steward no more") : N_("Make a steward");
      ways.add(web::link(address + "steward/" + id.text(), words.text(label), name));
    }
    if (id != me) {
      if (!ways.is_empty()) ways.add(" · ");
      ways.add(web::link(address + "remove/" + id.text(), words.text(N_("Remove")), name));
    }
    table.cell(ways);
  }
  return std::move(table).html();
}

std::vector<web::Choice> candidates(const Directory& state, const Circle& circle) {
  std::vector<web::Choice> out;
  for (const auto& [id, member] : state.members()) {
    if (member.status == vault::MemberStatus::verified && !circle.members.contains(id)) out.push_back({id.text(), member.name});
  }
  std::sort(out.begin(), out.end(), [](const web::Choice& a, const web::Choice& b) { return a.text < b.text; });
  return out;
}

Html add_form(const Catalogue& words, const Visit& visit, const Directory& state, const Circle& circle, const web::FieldErrors& errors) {
  Html out = web::subheading(words.text(N_("Add somebody")));
  auto people = candidates(state, circle);
  if (people.empty()) {
    out.add(web::paragraph(words.text(N_("Every confirmed member is in this circle already. Somebody new is invited and confirmed on the page “Members” first."))));
    return out;
  }
  const web::ChoiceField who{.name = "member", .label = std::string(words.text(N_("Confirmed member"))),
                             .hint = std::string(words.text(N_("Opens from now on all that this circle received, older cases included."))),
                             .choices = std::move(people), .kind = web::ChoiceKind::select,
                             .nothing = std::string(words.text(N_("Choose")))};
  out.add(web::post_form("/circles/" + circle.id.text() + "/add", visit.csrf, web::choice_field(words, who, errors), web::button(words.text(N_("Add to the circle")))));
  return out;
}

web::Response circle_page(const vault::Vault& vault, const Visit& visit, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  const auto state = vault.directory();
  const Circle* circle = circle_in(*state, visit);
  if (circle == nullptr) return unknown(visit);
  const MemberId me = visit.keyring.member();
  const bool may_change = state->is_steward_of(me, circle->id);
  web::Page page = page_of(vault, visit, circle_name(words, *circle));
  page.back = "/circles";
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(words.text(N_("Circle")), page.title));
  page.main.add(web::paragraph(circle_purpose(words, *circle)));
  web::SummaryList list;
  list.add(words.text(N_("Opens")), opens(words, *state, *circle));
  list.add(words.text(N_("Keys made so far")), words.number(static_cast<std::int64_t>(circle->box.size())));
  page.main.add(list.html());
  page.main.add(people_in(words, *state, *circle, me, may_change));
  if (may_change) page.main.add(add_form(words, visit, *state, *circle, errors));
  else page.main.add(web::inset(Html::text(words.text(N_("Only a steward of this circle may change who is in it.")))));
  return answer(std::move(page), status);
}

web::Response add_to_circle(vault::Vault& vault, const Visit& visit) {
  const auto state = vault.directory();
  const Circle* circle = circle_in(*state, visit);
  if (circle == nullptr) return unknown(visit);
  const auto who = MemberId::from_text(visit.request.form.get("member"));
  if (!who || state->member(*who) == nullptr || circle->members.contains(*who)) {
    return circle_page(vault, visit, {{"member", Error(ErrorCode::invalid_input, "Choose somebody who is not in this circle yet.")}}, 400);
  }
  if (auto done = vault.join_circle(visit.keyring, circle->id, *who, false); !done) return web::error_page(visit, done.error());
  return web::Response::redirect("/circles/" + circle->id.text(), N_("Added to the circle."));
}

// A member of the circle in the address, for a steward of it; an answer otherwise.
struct Place {
  std::shared_ptr<const Directory> state;
  const Circle* circle = nullptr;
  const Member* member = nullptr;
  std::string address;  // of the circle
  std::optional<web::Response> instead;
};
Place place_of(const vault::Vault& vault, const Visit& visit) {
  Place out{vault.directory(), nullptr, nullptr, {}, std::nullopt};
  out.circle = circle_in(*out.state, visit);
  out.member = member_in(*out.state, visit);
  if (out.circle == nullptr || out.member == nullptr || !out.circle->members.contains(out.member->id)) {
    out.instead = unknown(visit);
    return out;
  }
  out.address = "/circles/" + out.circle->id.text();
  if (!out.state->is_steward_of(visit.keyring.member(), out.circle->id)) out.instead = refuse(visit);
  return out;
}

web::Response confirm_page(const vault::Vault& vault, const Visit& visit, const Place& place, web::Confirm confirm) {
  confirm.action = visit.request.path;
  confirm.csrf = visit.csrf;
  confirm.back = place.address;
  web::Page page = page_of(vault, visit, confirm.question);
  page.back = place.address;
  page.main = web::confirm(visit.words, confirm);
  return answer(std::move(page));
}

web::Response remove_page(const vault::Vault& vault, const Visit& visit) {
  const Place place = place_of(vault, visit);
  if (place.instead) return *place.instead;
  const Catalogue& words = visit.words;
  return confirm_page(vault, visit, place,
                      {.question = words.text(N_("Remove {1} from the circle {2}?"), {place.member->name, circle_name(words, *place.circle)}),
                       .explanation = std::string(words.text(N_("The others get a new key at once, and everything that this circle received is locked with it. From now on the person opens nothing of it any more. What the person has read or copied already cannot be taken back."))),
                       .action = {}, .csrf = {}, .yes = std::string(words.text(N_("Remove from the circle"))), .back = {}});
}

web::Response remove_from_circle(vault::Vault& vault, const Visit& visit) {
  const Place place = place_of(vault, visit);
  if (place.instead) return *place.instead;
  if (place.member->id == visit.keyring.member()) {
    return web::error_page(visit, Error(ErrorCode::denied, "Nobody leaves a circle alone: another steward of it must remove you and make the next key."));
  }
  if (auto done = vault.leave_circle(visit.keyring, place.circle->id, place.member->id); !done) return web::error_page(visit, done.error());
  return web::Response::redirect(place.address, N_("Removed. The circle has a new key."));
}

web::Response steward_page(const vault::Vault& vault, const Visit& visit) {
  const Place place = place_of(vault, visit);
  if (place.instead) return *place.instead;
  const Catalogue& words = visit.words;
  const std::vector<std::string> names{place.member->name, circle_name(words, *place.circle)};
  if (place.circle->members.at(place.member->id)) {
    return confirm_page(vault, visit, place,
                        {.question = words.text(N_("Should {1} no longer be a steward of {2}?"), names),
                         .explanation = std::string(words.text(N_("The person stays in the circle and opens the same as before, but adds and removes nobody any more."))),
                         .action = {}, .csrf = {}, .yes = std::string(words.text(N_("Steward no more"))), .back = {}});
  }
  return confirm_page(vault, visit, place,
                      {.question = words.text(N_("Make {1} a steward of {2}?"), names),
                       .explanation = std::string(words.text(N_("A steward of a circle adds people to it and removes them, other stewards included. A steward of the Stewards also confirms people and changes which circles receive what."))),
                       .action = {}, .csrf = {}, .yes = std::string(words.text(N_("Make a steward"))), .back = {}, .dangerous = false});
}

web::Response change_steward(vault::Vault& vault, const Visit& visit) {
  const Place place = place_of(vault, visit);
  if (place.instead) return *place.instead;
  if (place.state->is_last_steward(place.member->id, place.circle->id)) {
    return web::error_page(visit, Error(ErrorCode::denied, "A circle keeps one steward at least. Make somebody else a steward first."));
  }
  const bool steward = place.circle->members.at(place.member->id);
  if (auto done = vault.join_circle(visit.keyring, place.circle->id, place.member->id, !steward); !done) return web::error_page(visit, done.error());
  return web::Response::redirect(place.address, N_("Saved."));
}

}  // namespace

void add_circle_pages(web::Site& site) {
  vault::Vault& vault = site.vault();
  site.get("/circles", [&vault](const Visit& visit) { return circles_page(vault, visit); });
  site.get("/circles/{circle}", [&vault](const Visit& visit) { return circle_page(vault, visit, {}, 200); });
  site.post("/circles/{circle}/add", [&vault](const Visit& visit) { return add_to_circle(vault, visit); });
  site.get("/circles/{circle}/remove/{member}", [&vault](const Visit& visit) { return remove_page(vault, visit); });
  site.post("/circles/{circle}/remove/{member}", [&vault](const Visit& visit) { return remove_from_circle(vault, visit); });
  site.get("/circles/{circle}/steward/{member}", [&vault](const Visit& visit) { return steward_page(vault, visit); });
  site.post("/circles/{circle}/steward/{member}", [&vault](const Visit& visit) { return change_steward(vault, visit); });
  site.place(60, "/circles", N_("Circles"), [](const vault::Directory& state, MemberId member) {
    const Rights rights = rights_of(state, member);
    return rights.accounts || std::any_of(state.circles().begin(), state.circles().end(),
                                          [&](const auto& circle) { return state.is_steward_of(member, circle.first); });
  });
}

}  // namespace arasha::organization

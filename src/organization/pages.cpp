#include "organization/pages.h"

#include <algorithm>

#include "organization/room.h"

namespace arasha::organization {
namespace {

bool is_under(std::string_view path, std::string_view place) {
  return path == place || (path.starts_with(place) && path[place.size()] == '/');
}

// Where somebody may go whom no circle holds yet.
bool is_open_to_all(const Rights& rights, std::string_view path) {
  for (const std::string_view place : {"/welcome", "/account", "/sign-out"}) {
    if (is_under(path, place)) return true;
  }
  return rights.verified && rights.accounts && (is_under(path, "/members") || is_under(path, "/circles"));
}

// Nothing but keys protects cases, and these people have none; the gate spares them pages that answer with a refusal.
std::optional<web::Response> gate(const vault::Vault& vault, const Visit& visit) {
  const auto state = vault.directory();
  const Rights rights = rights_of(*state, visit.keyring.member());
  if (rights.verified && rights.in_circle) return std::nullopt;
  if (is_open_to_all(rights, visit.request.path)) return std::nullopt;
  return web::Response::redirect(rights.verified && rights.accounts ? "/members" : "/welcome");
}

}  // namespace

Rights rights_of(const vault::Directory& state, MemberId id) {
  Rights out;
  const vault::Member* member = state.member(id);
  out.verified = member != nullptr && member->status == vault::MemberStatus::verified;
  if (!out.verified) return out;
  out.steward = state.is_in(id, vault::CircleKind::stewards);
  out.accounts = out.steward || member->administrator;
  out.auditor = state.is_in(id, vault::CircleKind::auditors);
  out.in_circle = std::any_of(state.circles().begin(), state.circles().end(), [&](const auto& circle) { return circle.second.members.contains(id); });
  return out;
}

web::Page page_of(const vault::Vault& vault, const Visit& visit, std::string title) {
  web::Page page = visit.page(std::move(title));
  const Rights rights = rights_of(*vault.directory(), visit.keyring.member());
  if (!rights.in_circle) std::erase_if(page.places, [&](const web::Place& place) { return !is_open_to_all(rights, place.address); });
  return page;
}

web::Response answer(web::Page page, int status) { return web::Response::page(web::layout(page), status); }

web::Response refuse(const Visit& visit) { return web::error_page(visit, Error(ErrorCode::denied, "You may not do this. Ask a steward.")); }

web::Response unknown(const Visit& visit) { return web::error_page(visit, Error(ErrorCode::not_found, "There is no such page.")); }

const vault::Member* member_in(const vault::Directory& state, const Visit& visit) {
  const auto id = MemberId::from_text(visit.parameters.at("member"));
  return id ? state.member(*id) : nullptr;
}

const vault::Circle* circle_in(const vault::Directory& state, const Visit& visit) {
  const auto id = CircleId::from_text(visit.parameters.at("circle"));
  return id ? state.circle(*id) : nullptr;
}

Html bullets(const std::vector<std::string>& lines) {
  Html items;
  for (const std::string& line : lines) items.add(el("li", {}, line));
  return el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items);
}

// The words are in no language that a reading program knows.
Html spoken(std::string_view text) { return el("p", {{"class", "arasha-spoken"}, {"translate", "no"}, {"lang", "und"}}, text); }

void add_pages(web::Site& site, const pack::Shelf& shelf) {
  vault::Vault& vault = site.vault();
  site.gate([&vault](const Visit& visit) { return gate(vault, visit); });
  add_account_pages(site);
  add_activation_pages(site);
  add_member_pages(site);
  add_circle_pages(site);
  add_policy_pages(site);
  add_reading_pages(site);
  add_setting_pages(site, shelf);
  add_norm_pages(site, shelf);
  add_letterhead_pages(site);
}

}  // namespace arasha::organization

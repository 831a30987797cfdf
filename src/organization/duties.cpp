#include "organization/duties.h"

#include <algorithm>
#include <set>

#include "arasha/options.pb.h"

namespace arasha::organization {
namespace {

using vault::Circle;
using vault::CircleKind;
using vault::Directory;

std::vector<MemberId> verified_members(const Directory& state) {
  std::vector<MemberId> out;
  for (const auto& [id, member] : state.members()) {
    if (member.status == vault::MemberStatus::verified) out.push_back(id);
  }
  return out;
}

// Of these circles, those that the member is in.
std::vector<CircleId> circles_of(const Directory& state, MemberId member, const std::vector<CircleId>& among) {
  std::vector<CircleId> out;
  std::copy_if(among.begin(), among.end(), std::back_inserter(out), [&](CircleId id) { return state.is_in(member, id); });
  return out;
}

void add_lone_stewards(const Directory& state, std::vector<Proposal>& out) {
  Proposal proposal{DutyKind::lone_steward, {}, {}};
  std::set<MemberId> who;
  for (const auto& [id, circle] : state.circles()) {
    const auto is_steward = [](const auto& place) { return place.second; };
    if (std::count_if(circle.members.begin(), circle.members.end(), is_steward) != 1) continue;
    proposal.circles.push_back(id);
    who.insert(std::find_if(circle.members.begin(), circle.members.end(), is_steward)->first);
  }
  proposal.members.assign(who.begin(), who.end());
  if (!proposal.circles.empty()) out.push_back(std::move(proposal));
}

void add_auditors(const Directory& state, const std::vector<CircleId>& reading, std::vector<Proposal>& out) {
  const Circle* auditors = state.circle(CircleKind::auditors);
  if (auditors == nullptr || auditors->members.empty()) return;
  std::vector<MemberId> members;
  for (const auto& [id, steward] : auditors->members) {
    if (circles_of(state, id, reading).empty()) return;  // somebody who looks at others' reading, and reads nothing
    members.push_back(id);
  }
  out.push_back({members.size() == 1 ? DutyKind::lone_auditor_works : DutyKind::auditors_all_work, std::move(members), {auditors->id}});
}

void add_health(const Directory& state, std::vector<Proposal>& out) {
  const Circle* casework = state.circle(CircleKind::casework);
  const Circle* health = state.circle(CircleKind::health);
  if (casework == nullptr || health == nullptr || casework->members.size() < 2) return;
  for (const auto& [id, steward] : casework->members) {
    if (!health->members.contains(id)) return;
  }
  out.push_back({DutyKind::health_for_everybody, {}, {health->id}});
}

}  // namespace

std::vector<CircleId> reading_circles(const Directory& state) {
  std::set<CircleId> out;
  for (const auto& [compartment, circles] : state.policy()) {
    // Nobody who is helped stands in these.
    if (compartment == DIRECTORY || compartment == COOPERATION) continue;
    out.insert(circles.begin(), circles.end());
  }
  return {out.begin(), out.end()};
}

std::vector<Proposal> propose_duties(const Directory& state) {
  std::vector<Proposal> out;
  const std::vector<MemberId> members = verified_members(state);
  if (members.size() < 2) return out;
  add_lone_stewards(state, out);
  if (members.size() < 3) return out;
  const std::vector<CircleId> reading = reading_circles(state);
  for (const MemberId id : members) {
    const bool everywhere = std::all_of(state.circles().begin(), state.circles().end(),
                                        [&](const auto& circle) { return circle.second.members.contains(id); });
    if (everywhere) out.push_back({DutyKind::in_every_circle, {id}, {}});
  }
  for (const MemberId id : members) {
    if (!state.member(id)->administrator) continue;
    auto circles = circles_of(state, id, reading);
    if (!circles.empty()) out.push_back({DutyKind::administrator_reads, {id}, std::move(circles)});
  }
  add_auditors(state, reading, out);
  add_health(state, out);
  return out;
}

}  // namespace arasha::organization

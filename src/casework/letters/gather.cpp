#include "casework/letters/gather.h"

#include <algorithm>
#include <limits>

#include "casework/letters/kinds.h"
#include "casework/rules.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kBatch = 1000;
constexpr std::size_t kWalk = 500'000;  // lines of the reading record, at most

Result<void> add_readers(const Desk& desk, const Catalogue& words, const vault::Directory& state, FileId file, std::map<std::uint8_t, std::vector<std::string>>& out) {
  TRY(grants, desk.vault.store().grants(file));
  for (const auto& grant : grants) {
    std::string name;
    const auto member = MemberId::from_bytes(grant.recipient.bytes());
    const auto circle = CircleId::from_bytes(grant.recipient.bytes());
    if (const vault::Member* found = member ? state.member(*member) : nullptr) name = found->name;
    else if (const vault::Circle* known = circle ? state.circle(*circle) : nullptr) name = circle_name(words, *known);
    auto& names = out[grant.compartment];
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  return {};
}

// Newest first, one line for a day, a member and what was done.
Result<std::vector<ReadingLine>> readings_of(const Desk& desk, const Visit& visit, const CaseView& view) {
  const auto since = [&](const Story& story) { return story.items.empty() ? desk.vault.clock().now() : story.items.front().first().time; };
  Time first = since(view.story);
  if (view.who) first = std::min(first, since(*view.who));
  std::vector<ReadingLine> out;
  std::uint64_t before = std::numeric_limits<std::uint64_t>::max();
  for (std::size_t walked = 0; walked < kWalk;) {
    TRY(batch, desk.vault.readings(visit.keyring, before, kBatch));
    if (batch.empty() || batch.front().reading.time < first) break;
    for (const vault::RecordedReading& line : batch) {
      before = line.seq;
      ++walked;
      const vault::Reading& reading = line.reading;
      if (reading.file.is_nil() || (reading.file != view.file && reading.file != view.person)) continue;
      const Date day = local_day(reading.time);
      const auto same = std::find_if(out.begin(), out.end(), [&](const ReadingLine& one) { return one.day == day && one.member == reading.member && one.action == reading.action; });
      if (same != out.end()) ++same->times;
      else out.push_back({day, reading.member, reading.action, 1});
    }
  }
  return out;
}

}  // namespace

Result<Gathered> gather(const Desk& desk, const Visit& visit, const CaseView& view, const PaperMade& wish, bool made) {
  auto state = desk.vault.directory();
  const Time now = desk.vault.clock().now();
  const Date day = today(desk);
  Gathered out{state, Material{view, *state, visit.member, now, day, view.identity != nullptr && is_minor(*view.identity, day)}};
  if (wish.kind() != "own_copy") return out;
  const auto language = language_from_code(wish.language());
  const Catalogue& words = language ? Catalogue::of(*language) : visit.words;
  TRY_VOID(add_readers(desk, words, *state, view.file, out.material.readers));
  if (!view.person.is_nil()) TRY_VOID(add_readers(desk, words, *state, view.person, out.material.readers));
  if (!state->is_in(visit.keyring.member(), vault::CircleKind::auditors) || !made) return out;
  TRY_VOID(desk.vault.record(visit.keyring, vault::Action::audited, view.file, 0));
  TRY(readings, readings_of(desk, visit, view));
  out.material.readings = std::move(readings);
  out.material.knows_readings = true;
  return out;
}

}  // namespace arasha::casework

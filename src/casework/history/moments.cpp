#include "casework/history/moments.h"

#include <algorithm>

#include "casework/differences.h"
#include "casework/parts.h"

namespace arasha::casework {

Story story_on(const Story& story, Date day) {
  const auto is_later = [day](const Version& version) { return local_day(version.time) > day; };
  Story out;
  out.file = story.file;
  for (const Item& item : story.items) {
    if (is_later(item.first())) continue;
    out.items.push_back(item);
    auto& versions = out.items.back().versions;
    versions.erase(std::find_if(versions.begin() + 1, versions.end(), is_later), versions.end());
    for (const Version& version : versions) out.length = std::max(out.length, version.seq + 1);
  }
  return out;
}

std::vector<Change> changes_between(const Story& before, const Story& after) {
  std::vector<Change> out;
  for (const Item& item : after.items) {
    const auto same = std::find_if(before.items.begin(), before.items.end(), [&](const Item& one) { return one.first().id == item.first().id; });
    if (same == before.items.end()) out.push_back({nullptr, &item});
    else if (same->versions.size() != item.versions.size()) out.push_back({&*same, &item});
  }
  std::stable_sort(out.begin(), out.end(), [](const Change& a, const Change& b) { return a.after->latest().seq < b.after->latest().seq; });
  return out;
}

std::vector<FieldHistory> field_histories(const Catalogue& words, const Item& item) {
  std::vector<std::pair<std::string, FieldHistory>> all;
  const google::protobuf::Message* before = nullptr;
  std::unique_ptr<google::protobuf::Message> nothing;
  for (const Version& version : item.versions) {
    if (version.message == nullptr) continue;
    if (before == nullptr) {
      nothing.reset(version.message->New());
      before = nothing.get();
    }
    for (const Difference& one : differences(*before, *version.message, words)) {
      auto known = std::find_if(all.begin(), all.end(), [&](const auto& entry) { return entry.first == one.field; });
      if (known == all.end()) known = all.insert(all.end(), {one.field, {one.label, {}}});
      known->second.values.push_back({one.after, version.author, version.time, version.origin});
    }
    before = version.message.get();
  }
  std::vector<FieldHistory> out;
  for (auto& [field, history] : all) out.push_back(std::move(history));
  return out;
}

}  // namespace arasha::casework

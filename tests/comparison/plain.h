// The plain comparison that the private one is measured against: the rule by which the program asks about duplicates
// (docs/duplicates.md), over two lists that lie side by side.
#pragma once

#include <algorithm>
#include <map>
#include <set>

#include "casework/person/likeness.h"
#include "projection/codes.h"
#include "projection/name_index.h"

namespace arasha::comparison {

class PlainList {
 public:
  explicit PlainList(const std::vector<PersonCard>& people) : people_(people) {
    for (std::uint32_t i = 0; i < people.size(); ++i) {
      names_.add(i, std::vector<std::string>(people[i].names().begin(), people[i].names().end()));
      births_.emplace(people[i].birth_date(), i);
      documents_.emplace(projection::document_key(people[i].document_number()), i);
    }
  }

  // Who of the list is perhaps this one.
  std::vector<std::uint32_t> likely(const PersonCard& one) const {
    projection::PersonSought sought;
    sought.names.assign(one.names().begin(), one.names().end());
    sought.birth_date = one.birth_date();
    sought.document = one.document_number();
    std::map<std::uint32_t, float> candidates;
    const auto also = [&](const std::multimap<std::string, std::uint32_t>& index, const std::string& key) {
      if (key.empty()) return;
      for (auto [at, end] = index.equal_range(key); at != end; ++at) candidates.emplace(at->second, 0.0F);
    };
    for (const std::string& name : sought.names) {
      for (const auto& found : names_.search(name, 50)) {
        float& score = candidates[found.id];
        if (found.score >= projection::NameIndex::kWorthShowing) score = std::max(score, found.score);
      }
    }
    also(documents_, projection::document_key(sought.document));
    for (const std::string& date : projection::dates_nearby(sought.birth_date)) also(births_, date);
    std::vector<std::uint32_t> out;
    for (const auto& [id, score] : candidates) {
      float name = score;
      if (name == 0) {  // outside the first fifty: one word in common is seen by searching among these alone
        for (const std::string& text : sought.names) {
          for (const auto& found : names_.search(text, 1, [&, only = id](std::uint32_t other) { return other == only; })) {
            if (found.score >= projection::NameIndex::kWorthShowing) name = std::max(name, found.score);
          }
        }
      }
      if (casework::liken(sought, one.sex(), people_[id], name).is_likely()) out.push_back(id);
    }
    return out;
  }

 private:
  const std::vector<PersonCard>& people_;
  projection::NameIndex names_;
  std::multimap<std::string, std::uint32_t> births_;
  std::multimap<std::string, std::uint32_t> documents_;
};

}  // namespace arasha::comparison

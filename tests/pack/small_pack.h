// A pack that is as small as one can be, to be broken in one place.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "pack/pack.h"

namespace arasha::pack {

inline const std::string kText = R"({ en: "A" ru: "Б" kk: "В" })";
inline const std::string kNorm = R"({ source: "act" valid_from: "2020-01-01" not_verified: true })";

inline std::string about() {
  return R"(about { id: "small" country: "KZ" version: 1 title )" + kText + "}\n";
}
inline std::string act() {
  return R"(sources { id: "act" citation: "No. 1" title )" + kText + "}\n";
}
inline std::string norm(const std::string& from, const std::string& until = "") {
  return R"({ source: "act" not_verified: true valid_from: ")" + from + "\"" +
         (until.empty() ? "" : " valid_until: \"" + until + "\"") + "}";
}
inline std::string rule(const std::string& id, const std::string& conditions, const std::string& outcome,
                        const std::string& its_norm = kNorm) {
  return "eligibility { id: \"" + id + "\" " + conditions + " outcome: " + outcome + " reason " + kText +
         " norm " + its_norm + "}\n";
}
inline std::string kind(const std::string& id, const std::string& its_norm = kNorm) {
  return "service_kinds { id: \"" + id + "\" title " + kText + " norm " + its_norm + "}\n";
}
inline std::string base() {
  return about() + act() + rule("all", "", "DONOR_ONLY");
}

inline std::vector<std::string> problems_of(const std::string& text) {
  auto draft = read(std::vector<SourceFile>{{"a.txtpb", text}});
  if (!draft) return {"refused: " + draft.error().to_string()};
  std::vector<std::string> out;
  for (const Problem& problem : check(*draft)) {
    out.push_back(problem.place.file + ":" + std::to_string(problem.place.line) + ": " +
                  problem.error.to_string());
  }
  return out;
}

inline Pack pack_of(const std::string& text) {
  auto draft = read(std::vector<SourceFile>{{"a.txtpb", text}});
  EXPECT_TRUE(draft.is_ok()) << (draft ? "" : draft.error().to_string());
  auto made = Pack::of(std::move(*draft));
  EXPECT_TRUE(made.is_ok()) << (made ? "" : made.error().to_string());
  return std::move(*made);
}

inline Date day(const std::string& iso) {
  return *date_from_iso(iso);
}

}  // namespace arasha::pack

#include "casework/screening/rules.h"

#include <gtest/gtest.h>

#include <set>

#include "base/catalogue.h"
#include "casework/screening/words.h"

namespace arasha::casework {
namespace {

const ScreeningList& list(const char* code) {
  return *screening_list(std::string_view(code));
}

std::vector<std::string> codes_of(const ScreeningList& list, const char* dimension, Profile profile) {
  std::vector<std::string> out;
  for (const Indicator* one : indicators_of(list, dimension, profile)) out.emplace_back(one->code);
  return out;
}

// Codes of that weight in the dimension, so many of them.
void say(std::vector<std::string>& yes, const char* dimension, Weight weight, int number, Profile profile) {
  for (const Indicator* one : indicators_of(list(kLabourList), dimension, profile)) {
    if (number == 0) return;
    if (weight_of(*one, profile) != weight) continue;
    yes.emplace_back(one->code);
    --number;
  }
  ASSERT_EQ(number, 0) << dimension << " has too few of this weight";
}

// Everything that was not answered with yes was answered with no.
void say_no_to_the_rest(const ScreeningList& list, Answers& answers, Profile profile) {
  const std::set<std::string> yes(answers.yes.begin(), answers.yes.end());
  for (const Indicator& one : list.indicators) {
    if (weight_of(one, profile) != Weight::none && !yes.contains(one.code)) answers.no.emplace_back(one.code);
  }
}

std::string advice(const char* code, const Answers& answers, Profile profile) {
  const auto out = advise(list(code), answers, profile);
  return out ? out->result : "refused";
}

bool has_reason(const Advice& advice, const std::string& reason) {
  return std::find(advice.reasons.begin(), advice.reasons.end(), reason) != advice.reasons.end();
}

Advice must_advise(const ScreeningList& list, const Answers& answers, Profile profile) {
  auto out = advise(list, answers, profile);
  EXPECT_TRUE(out);
  return out ? std::move(*out) : Advice();
}

// --- The scoring rule

TEST(ScreeningRules, WhenADimensionIsPositive) {
  struct Row {
    int strong, medium, weak;
    bool positive;
  };
  const std::vector<Row> rows = {
      {0, 0, 0, false}, {1, 0, 0, false}, {2, 0, 0, true},  {3, 0, 0, true},  // strong alone
      {1, 1, 0, true},  {1, 0, 1, true},  {1, 1, 1, true},  {1, 2, 0, true},  // one strong and another
      {0, 1, 0, false}, {0, 2, 0, false}, {0, 3, 0, true},  {0, 4, 0, true},  // medium alone
      {0, 1, 1, false}, {0, 2, 1, true},  {0, 1, 2, false}, {0, 1, 9, false},
      {0, 2, 2, true},                                                         // medium and weak
      {0, 0, 1, false}, {0, 0, 2, false}, {0, 0, 3, false}, {0, 0, 9, false},  // weak alone
  };
  for (const Row& row : rows)
    EXPECT_EQ(is_positive(row.strong, row.medium, row.weak), row.positive)
        << row.strong << " " << row.medium << " " << row.weak;
}

// The same through the answers of one dimension: the reason says state and counts.
TEST(ScreeningRules, ADimensionSaysWhy) {
  struct Row {
    Profile profile;
    const char* dimension;
    std::vector<std::string> yes;
    const char* reason;
  };
  const auto adult = Profile::adult;
  const auto child = Profile::child;
  const std::vector<Row> rows = {
      {adult, "deceptive_recruitment", {"deceived_job", "deceived_wages"}, "positive 1 1 0 8"},
      {adult, "deceptive_recruitment", {"deceived_job"}, "so_far 1 0 0 9"},
      {adult, "deceptive_recruitment", {"deceived_job", "deceived_education"}, "positive 1 0 1 8"},
      {adult, "deceptive_recruitment", {"deceived_wages", "deceived_contract"}, "so_far 0 2 0 8"},
      {adult,
       "deceptive_recruitment",
       {"deceived_wages", "deceived_contract", "deceived_education"},
       "positive 0 2 1 7"},
      {adult,
       "deceptive_recruitment",
       {"deceived_wages", "deceived_contract", "deceived_travel"},
       "positive 0 3 0 7"},
      {adult, "deceptive_recruitment", {"deceived_wages", "deceived_education"}, "so_far 0 1 1 8"},
      {adult, "deceptive_recruitment", {}, "unasked 0 0 0 10"},
      {adult, "recruitment_by_abuse", {"abused_beliefs", "abused_context"}, "so_far 0 0 2 14"},
      // The same answers weigh more for a child.
      {child, "deceptive_recruitment", {"deceived_job", "deceived_education"}, "positive 2 0 0 8"},
      {adult, "coercive_recruitment", {"recruited_threats", "recruited_debt"}, "so_far 0 2 0 8"},
      {child, "coercive_recruitment", {"recruited_threats", "recruited_debt"}, "positive 2 0 0 8"},
      {adult, "recruitment_by_abuse", {"abused_beliefs", "abused_context", "abused_past"}, "so_far 0 1 2 13"},
      {child,
       "recruitment_by_abuse",
       {"abused_beliefs", "abused_context", "abused_past"},
       "positive 0 3 0 12"},
      {adult, "coercion", {"coerced_documents", "coerced_debt"}, "positive 2 0 0 13"},
      {adult, "coercion", {"coerced_documents", "coerced_exposure"}, "positive 1 0 1 13"},
  };
  for (const Row& row : rows) {
    const auto out = advise(list(kLabourList), {row.yes, {}}, row.profile);
    ASSERT_TRUE(out) << row.reason;
    EXPECT_TRUE(has_reason(*out, std::string("dimension ") + row.dimension + " " + row.reason))
        << row.dimension << " " << row.reason;
  }
}

// "Not positive" is said only when nothing that was not asked could change it.
TEST(ScreeningRules, NotPositiveAndNotPositiveSoFar) {
  const auto adult = Profile::adult;
  Answers answers{{"work_hours"},
                  {"work_salary", "work_wages", "work_living", "work_conditions", "work_hazard", "work_law",
                   "work_protection"}};
  EXPECT_TRUE(
      has_reason(*advise(list(kLabourList), answers, adult), "dimension exploitation so_far 1 0 0 1"));
  answers.no.emplace_back("work_education");
  EXPECT_TRUE(
      has_reason(*advise(list(kLabourList), answers, adult), "dimension exploitation negative 1 0 0 0"));
  // One medium left beside two of "no" to all others cannot make it positive.
  answers = {{}, codes_of(list(kLabourList), "exploitation", adult)};
  answers.no.pop_back();
  EXPECT_TRUE(
      has_reason(*advise(list(kLabourList), answers, adult), "dimension exploitation negative 0 0 0 1"));
}

// --- The combination of the dimensions

constexpr const char* kSix[] = {
    "deceptive_recruitment", "coercive_recruitment", "recruitment_by_abuse", "exploitation", "coercion",
    "abuse_at_destination"};

// Answers that make exactly the dimensions of `bits` positive; everything else was answered with no.
Answers combination(unsigned bits, Profile profile, const char* act) {
  Answers out;
  for (unsigned i = 0; i < 6; ++i) {
    if ((bits >> i) & 1U) {
      const bool without_strong = i == 2 || i == 5;
      say(out.yes, kSix[i], without_strong ? Weight::medium : Weight::strong, without_strong ? 3 : 1,
          profile);
      if (!without_strong) say(out.yes, kSix[i], Weight::medium, 1, profile);
    }
  }
  if (std::string_view(act) == "yes") out.yes.emplace_back(kActIndicator);
  say_no_to_the_rest(list(kLabourList), out, profile);
  if (std::string_view(act) == "unasked") std::erase(out.no, kActIndicator);
  return out;
}

struct Pattern {
  const char* dimensions;  // of the six, in order: + positive, - not, * either
  const char* result;
  const char* rule;
};

// Every one of the 64 combinations fits exactly one row.
void expect_table(const std::vector<Pattern>& rows, Profile profile, const char* act) {
  for (unsigned bits = 0; bits < 64; ++bits) {
    const Pattern* fitting = nullptr;
    for (const Pattern& row : rows) {
      bool fits = true;
      for (unsigned i = 0; i < 6; ++i)
        fits = fits && (row.dimensions[i] == '*' || (row.dimensions[i] == '+') == (((bits >> i) & 1U) != 0));
      if (!fits) continue;
      ASSERT_EQ(fitting, nullptr) << bits << " fits two rows";
      fitting = &row;
    }
    ASSERT_NE(fitting, nullptr) << bits << " fits no row";
    const auto out = advise(list(kLabourList), combination(bits, profile, act), profile);
    ASSERT_TRUE(out) << fitting->dimensions;
    EXPECT_EQ(out->result, fitting->result) << fitting->dimensions << " " << bits;
    const std::size_t rules = static_cast<std::size_t>(std::count_if(
        out->reasons.begin(), out->reasons.end(), [](const auto& r) { return r.starts_with("rule "); }));
    EXPECT_EQ(rules, fitting->rule[0] == '\0' ? 0U : 1U) << fitting->dimensions << " " << bits;
    const bool told = fitting->rule[0] == '\0' || has_reason(*out, std::string("rule ") + fitting->rule);
    EXPECT_TRUE(told) << fitting->dimensions << " " << bits;
  }
}

TEST(ScreeningRules, EveryCombinationOfAnAdult) {
  expect_table({{"------", "not_victim", ""},
                {"---+--", "exploitation", "no_means"},
                {"+**+--", "deception_exploitation", "no_coercion"},
                // Deceptive or coercive recruitment, exploitation, coercion at destination.
                {"+**++*", "trafficking_labour", ""},
                {"-+*++*", "trafficking_labour", ""},
                // Abuse of vulnerability stands for what is not shown.
                {"--+++*", "trafficking_labour", "vulnerability_for_recruitment"},
                {"+**+-+", "trafficking_labour", "vulnerability_for_coercion"},
                {"-+*+-+", "trafficking_labour", "vulnerability_for_coercion"},
                {"--++-+", "trafficking_labour", "vulnerability_for_both"},
                // No rule of the list.
                {"-+*+--", "no_rule", "recruitment_without_destination"},
                {"--++--", "no_rule", "recruitment_without_destination"},
                {"---++*", "no_rule", "destination_without_recruitment"},
                {"---+-+", "no_rule", "destination_without_recruitment"},
                {"+**-**", "no_rule", "means_without_exploitation"},
                {"-+*-**", "no_rule", "means_without_exploitation"},
                {"--+-**", "no_rule", "means_without_exploitation"},
                {"----+*", "no_rule", "means_without_exploitation"},
                {"-----+", "no_rule", "means_without_exploitation"}},
               Profile::adult, "");
}

TEST(ScreeningRules, EveryCombinationOfAChildWithAnAct) {
  expect_table({{"***+**", "trafficking_labour", "child_act"},
                {"------", "no_rule", "child_act_without_exploitation"},
                {"+**-**", "no_rule", "means_without_exploitation"},
                {"-+*-**", "no_rule", "means_without_exploitation"},
                {"--+-**", "no_rule", "means_without_exploitation"},
                {"----+*", "no_rule", "means_without_exploitation"},
                {"-----+", "no_rule", "means_without_exploitation"}},
               Profile::child, "yes");
}

TEST(ScreeningRules, EveryCombinationOfAChildWithoutAnAct) {
  expect_table({{"------", "not_victim", ""},
                {"---+--", "exploitation", "no_means"},
                // Recruitment that is shown is an act.
                {"+**+**", "trafficking_labour", "child_act"},
                {"-+*+**", "trafficking_labour", "child_act"},
                {"--++**", "trafficking_labour", "child_act"},
                {"---++*", "no_rule", "destination_without_recruitment"},
                {"---+-+", "no_rule", "destination_without_recruitment"},
                {"+**-**", "no_rule", "means_without_exploitation"},
                {"-+*-**", "no_rule", "means_without_exploitation"},
                {"--+-**", "no_rule", "means_without_exploitation"},
                {"----+*", "no_rule", "means_without_exploitation"},
                {"-----+", "no_rule", "means_without_exploitation"}},
               Profile::child, "no");
}

TEST(ScreeningRules, EveryCombinationOfAChildWhoseActWasNotAsked) {
  expect_table({{"------", "not_enough", "child_act_unasked"},
                {"+**+**", "trafficking_labour", "child_act"},
                {"-+*+**", "trafficking_labour", "child_act"},
                {"--++**", "trafficking_labour", "child_act"},
                {"---+**", "not_enough", "child_act_unasked"},
                {"+**-**", "no_rule", "means_without_exploitation"},
                {"-+*-**", "no_rule", "means_without_exploitation"},
                {"--+-**", "no_rule", "means_without_exploitation"},
                {"----+*", "no_rule", "means_without_exploitation"},
                {"-----+", "no_rule", "means_without_exploitation"}},
               Profile::child, "unasked");
}

// Silence is not a no: nobody is advised to be no victim because nothing was asked.
TEST(ScreeningRules, WhatWasNotAskedIsNotANo) {
  for (const Profile profile : {Profile::adult, Profile::child}) {
    for (const ScreeningList* one : screening_lists())
      EXPECT_EQ(advice(one->code, {}, profile), "not_enough") << one->code;
    Answers answers;
    say_no_to_the_rest(list(kLabourList), answers, profile);
    EXPECT_EQ(advice(kLabourList, answers, profile), "not_victim");
    // The two strong indicators of one dimension alone would turn it.
    std::erase(answers.no, "coerced_documents");
    EXPECT_EQ(advice(kLabourList, answers, profile), "not_victim");
    std::erase(answers.no, "coerced_debt");
    EXPECT_EQ(advice(kLabourList, answers, profile), "not_enough");
  }
  const auto only_work = advise(list(kLabourList), {{"work_hours", "work_salary"}, {}}, Profile::adult);
  ASSERT_TRUE(only_work);
  EXPECT_EQ(only_work->result, "exploitation");
  EXPECT_TRUE(has_reason(*only_work, "rule may_change"));
  EXPECT_EQ(advice(kLabourList, {{"work_hours", "work_salary"}, {}}, Profile::child), "not_enough");
}

TEST(ScreeningRules, ElevenIndicators) {
  const auto signs = codes_of(list(kForcedLabourList), "signs", Profile::adult);
  for (const std::string& one : signs)
    EXPECT_EQ(advice(kForcedLabourList, {{one}, {}}, Profile::adult), "forced_labour_signs") << one;
  Answers all_no{{}, signs};
  EXPECT_EQ(advice(kForcedLabourList, all_no, Profile::adult), "no_signs");
  all_no.no.pop_back();
  EXPECT_EQ(advice(kForcedLabourList, all_no, Profile::adult), "not_enough");
  // What is only seen is weak: alone it shows nothing, however much there is of it.
  const auto seen = codes_of(list(kForcedLabourList), "presentation", Profile::adult);
  EXPECT_EQ(advice(kForcedLabourList, {seen, {}}, Profile::adult), "weak_signs");
  EXPECT_EQ(advice(kForcedLabourList, {seen, signs}, Profile::adult), "weak_signs");
  EXPECT_EQ(advice(kForcedLabourList, {{seen[0], signs[0]}, {}}, Profile::child), "forced_labour_signs");
  EXPECT_TRUE(has_reason(
      *advise(list(kForcedLabourList), {{signs[0], signs[1], seen[0]}, {signs[2]}}, Profile::adult),
      "count signs 2 11 8"));
}

// Each element: y one yes, n all no, p partly no, - not asked.
TEST(ScreeningRules, ActMeansPurpose) {
  struct Row {
    const char* elements;
    const char* adult;
    const char* child;
  };
  const std::vector<Row> rows = {
      {"yyy", "all_elements", "all_elements"},       {"yny", "element_missing", "all_elements"},
      {"y-y", "not_enough", "all_elements"},         {"ypy", "not_enough", "all_elements"},
      {"nyy", "element_missing", "element_missing"}, {"yyn", "element_missing", "element_missing"},
      {"-yy", "not_enough", "not_enough"},           {"yy-", "not_enough", "not_enough"},
      {"pyy", "not_enough", "not_enough"},           {"nnn", "element_missing", "element_missing"},
      {"---", "not_enough", "not_enough"},           {"-n-", "element_missing", "not_enough"},
      {"n--", "element_missing", "element_missing"}, {"yyp", "not_enough", "not_enough"},
  };
  constexpr const char* kElements[] = {"act", "means", "purpose"};
  for (const Row& row : rows) {
    Answers answers;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto codes = codes_of(list(kPalermoList), kElements[i], Profile::adult);
      if (row.elements[i] == 'y') answers.yes.push_back(codes.back());
      if (row.elements[i] == 'n') answers.no.insert(answers.no.end(), codes.begin(), codes.end());
      if (row.elements[i] == 'p') answers.no.push_back(codes.front());
    }
    EXPECT_EQ(advice(kPalermoList, answers, Profile::adult), row.adult) << row.elements;
    EXPECT_EQ(advice(kPalermoList, answers, Profile::child), row.child) << row.elements;
  }
  // Every single act, means and purpose counts.
  for (const char* element : kElements) {
    for (const std::string& code : codes_of(list(kPalermoList), element, Profile::adult)) {
      Answers answers{{code}, {}};
      for (const char* other : kElements) {
        if (std::string_view(other) != element)
          answers.yes.push_back(codes_of(list(kPalermoList), other, Profile::adult)[0]);
      }
      EXPECT_EQ(advice(kPalermoList, answers, Profile::adult), "all_elements") << code;
    }
  }
}

// --- The interview: each answer counts for an element, wherever it was asked.

TEST(ScreeningRules, AnInterviewByElements) {
  struct Row {
    const char* elements;  // act, means, purpose, confirmed: as above
    const char* adult;
    const char* adult_reason;
    const char* child;
  };
  const std::vector<Row> rows = {
      {"yyyy", "all_elements", "rule confirmed", "all_elements"},
      {"yyy-", "all_elements", "rule not_confirmed", "all_elements"},
      {"yyyn", "all_elements", "rule not_confirmed", "all_elements"},
      {"yny-", "element_missing", "rule no_means", "all_elements"},
      {"nny-", "element_missing", "rule no_means", "element_missing"},
      {"nyy-", "element_missing", "rule no_act", "element_missing"},
      {"yyn-", "element_missing", "rule means_without_exploitation", "element_missing"},
      {"-yn-", "element_missing", "rule means_without_exploitation", "element_missing"},
      {"nnny", "element_missing", "", "element_missing"},
      {"y-y-", "not_enough", "", "all_elements"},
      {"ypy-", "not_enough", "", "all_elements"},
      {"-yy-", "not_enough", "", "not_enough"},
      {"pyy-", "not_enough", "", "not_enough"},
      {"yy--", "not_enough", "", "not_enough"},
      {"yyp-", "not_enough", "", "not_enough"},
      {"---y", "not_enough", "", "not_enough"},
      {"----", "not_enough", "", "not_enough"},
  };
  const ScreeningList& interview = list(kInterviewList);
  const auto of_element = [&](std::string_view element) {
    std::vector<std::string> out;
    for (const Indicator& one : interview.indicators) {
      if (element == one.element) out.emplace_back(one.code);
    }
    return out;
  };
  const std::vector<std::vector<std::string>> codes = {of_element("act"), of_element("means"), of_element("purpose"),
                                                       codes_of(interview, "corroboration", Profile::adult)};
  for (const Row& row : rows) {
    Answers answers;
    for (std::size_t i = 0; i < codes.size(); ++i) {
      if (row.elements[i] == 'y') answers.yes.push_back(codes[i].back());
      if (row.elements[i] == 'n') answers.no.insert(answers.no.end(), codes[i].begin(), codes[i].end());
      if (row.elements[i] == 'p') answers.no.push_back(codes[i].front());
    }
    const auto adult = must_advise(interview, answers, Profile::adult);
    EXPECT_EQ(adult.result, row.adult) << row.elements;
    if (row.adult_reason[0] != '\0') {
      EXPECT_TRUE(has_reason(adult, row.adult_reason)) << row.elements;
    }
    EXPECT_EQ(advice(kInterviewList, answers, Profile::child), row.child) << row.elements;
    EXPECT_TRUE(has_reason(must_advise(interview, answers, Profile::child), "rule child_means"));
  }
  // Every single act, means and purpose counts; health, papers and a border count for none.
  EXPECT_EQ(codes[0].size(), 4U);
  EXPECT_EQ(codes[1].size(), 19U);
  EXPECT_EQ(codes[2].size(), 8U);
  for (std::size_t i = 0; i < 3; ++i) {
    for (const std::string& code : codes[i]) {
      Answers answers{{code}, {}};
      for (std::size_t other = 0; other < 3; ++other) {
        if (other != i) answers.yes.push_back(codes[other][0]);
      }
      EXPECT_EQ(advice(kInterviewList, answers, Profile::adult), "all_elements") << code;
    }
  }
  for (const Indicator& one : interview.indicators) {
    if (one.element[0] != '\0') continue;
    EXPECT_EQ(advice(kInterviewList, {{one.code}, {}}, Profile::adult), "not_enough") << one.code;
  }
  EXPECT_TRUE(has_reason(must_advise(interview, {{"urgent_help"}, {}}, Profile::adult), "rule doctor_first"));
  EXPECT_TRUE(has_reason(must_advise(interview, {{"offered", "moved"}, {"taken"}}, Profile::adult), "element act positive 2 1"));
  EXPECT_TRUE(has_reason(must_advise(interview, {{"offered"}, {"taken"}}, Profile::adult), "count recruitment 1 7 5"));
}

// --- What is no answer

TEST(ScreeningRules, ForeignAndDoubleAnswersAreRefused) {
  const ScreeningList& labour = list(kLabourList);
  EXPECT_FALSE(advise(labour, {{"nonsense"}, {}}, Profile::adult));
  EXPECT_FALSE(advise(labour, {{}, {""}}, Profile::adult));
  EXPECT_FALSE(advise(labour, {{"overtime"}, {}}, Profile::adult));  // of another list
  EXPECT_FALSE(advise(labour, {{"work_hours", "work_hours"}, {}}, Profile::adult));
  EXPECT_FALSE(advise(labour, {{"work_hours"}, {"work_hours"}}, Profile::adult));
  EXPECT_FALSE(advise(labour, {{}, {"work_hours", "work_hours"}}, Profile::adult));
  EXPECT_FALSE(advise(labour, {{kActIndicator}, {}}, Profile::adult));      // asked of children only
  EXPECT_FALSE(advise(labour, {{"work_protection"}, {}}, Profile::child));  // asked of adults only
  EXPECT_FALSE(advise(labour, {{}, {"abused_law"}}, Profile::child));
  EXPECT_TRUE(advise(labour, {{"work_protection"}, {"abused_law"}}, Profile::adult));
}

std::vector<std::string> refused(const Screening& screening) {
  std::vector<schema::FieldError> errors;
  check_screening(screening, errors);
  std::vector<std::string> out;
  for (const auto& one : errors) out.push_back(one.field);
  return out;
}

TEST(ScreeningRules, WhatIsWrittenFollowsFromItsAnswers) {
  using Fields = std::vector<std::string>;
  Screening good;
  // Whatever the order of the answers, the same is written.
  ASSERT_TRUE(put_answers(good, list(kLabourList), {{"work_salary", "work_hours"}, {"deceived_job"}},
                          Profile::adult));
  EXPECT_EQ(good.yes(0), "work_hours");
  EXPECT_EQ(good.weights(0), "work_hours strong");
  EXPECT_EQ(good.weights(1), "work_salary medium");
  EXPECT_EQ(good.list_version(), "2009");
  EXPECT_EQ(refused(good), Fields{});
  const auto but = [&](auto change) {
    Screening out = good;
    change(out);
    return refused(out);
  };
  EXPECT_EQ(but([](Screening& s) { s.set_result("not_victim"); }), Fields{"result"});
  EXPECT_EQ(but([](Screening& s) { s.set_reasons(0, "dimension deceptive_recruitment positive 9 9 9 0"); }),
            Fields{"result"});
  EXPECT_EQ(but([](Screening& s) { s.clear_reasons(); }), Fields{"result"});
  EXPECT_EQ(but([](Screening& s) { s.set_weights(0, "work_hours weak"); }), Fields{"result"});
  EXPECT_EQ(but([](Screening& s) { s.add_yes("work_hours"); }), Fields{"yes"});
  EXPECT_EQ(but([](Screening& s) { s.add_no("work_hours"); }), Fields{"yes"});
  EXPECT_EQ(but([](Screening& s) { s.add_yes("free text in place of a code"); }), Fields{"yes"});
  EXPECT_EQ(but([](Screening& s) { s.set_list("other"); }), Fields{"list"});
  EXPECT_EQ(but([](Screening& s) { s.set_list_version("2010"); }), Fields{"list"});
  EXPECT_EQ(but([](Screening& s) { s.set_list(""); }), Fields{"list"});
  EXPECT_EQ(but([](Screening& s) { s.set_child("unknown"); }), Fields{"child"});
  EXPECT_EQ(but([](Screening& s) { s.set_child("yes"); }),
            Fields{"result"});  // other weights, another advice
  // Refused answers leave what was there.
  EXPECT_FALSE(put_answers(good, list(kLabourList), {{"nonsense"}, {}}, Profile::adult));
  EXPECT_EQ(good.yes_size(), 2);
}

TEST(ScreeningRules, EveryReasonIsASentenceInEveryLanguage) {
  const ScreeningList& labour = list(kLabourList);
  for (const Language language : kLanguages) {
    const Catalogue& words = Catalogue::of(language);
    for (const Profile profile : {Profile::adult, Profile::child}) {
      for (unsigned bits = 0; bits < 64; ++bits) {
        for (const char* act : {"yes", "no", "unasked"}) {
          if (profile == Profile::adult && std::string_view(act) == "yes") continue;
          const auto out = advise(labour, combination(bits, profile, act), profile);
          ASSERT_TRUE(out);
          for (const std::string& reason : out->reasons) {
            const std::string text = reason_text(words, &labour, reason);
            EXPECT_NE(text, reason);
            EXPECT_EQ(text.find('_'), std::string::npos) << text;
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace arasha::casework

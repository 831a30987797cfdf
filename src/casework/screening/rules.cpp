#include "casework/screening/rules.h"

#include <algorithm>
#include <map>
#include <set>

#include "casework/screening/pack_lists.h"
#include "schema/entry_types.h"

namespace arasha::casework {
namespace {

bool holds(const std::vector<std::string>& codes, std::string_view code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

const char* name_of(Weight weight) {
  switch (weight) {
    case Weight::strong:
      return "strong";
    case Weight::medium:
      return "medium";
    case Weight::weak:
      return "weak";
    case Weight::none:
      break;
  }
  return "none";
}

Result<void> check_answers(const ScreeningList& list, const Answers& answers, Profile profile) {
  std::set<std::string_view> seen;
  for (const std::vector<std::string>* codes : {&answers.yes, &answers.no}) {
    for (const std::string& code : *codes) {
      const Indicator* indicator = list.find(code);
      if (indicator == nullptr || weight_of(*indicator, profile) == Weight::none) {
        return Error(ErrorCode::invalid_input,
                     "An answer does not belong to this list. Open the list anew and answer again.");
      }
      if (!seen.insert(code).second)
        return Error(ErrorCode::invalid_input, "A question has two answers. Choose only one answer.");
    }
  }
  return {};
}

// How a part of the list stands: `so_far` may still change with what was not asked.
enum class State { positive, negative, so_far, unasked };

const char* name_of(State state) {
  switch (state) {
    case State::positive:
      return "positive";
    case State::negative:
      return "negative";
    case State::so_far:
      return "so_far";
    case State::unasked:
      break;
  }
  return "unasked";
}

struct Tally {
  int strong = 0;
  int medium = 0;
  int weak = 0;
  int no = 0;
  int yes() const { return strong + medium + weak; }
};

struct Part {
  Tally said;
  Tally possible;  // with a yes to everything that was not asked
  int unasked = 0;
  int all() const { return said.yes() + said.no + unasked; }
};

void count(Tally& tally, Weight weight) {
  if (weight == Weight::strong) ++tally.strong;
  if (weight == Weight::medium) ++tally.medium;
  if (weight == Weight::weak) ++tally.weak;
}

Part part_of(const ScreeningList& list, std::string_view dimension, const Answers& answers, Profile profile) {
  Part out;
  for (const Indicator* one : indicators_of(list, dimension, profile)) {
    const Weight weight = weight_of(*one, profile);
    const bool yes = holds(answers.yes, one->code);
    const bool no = holds(answers.no, one->code);
    if (yes) count(out.said, weight);
    if (no) ++out.said.no;
    if (!no) count(out.possible, weight);
    if (!yes && !no) ++out.unasked;
  }
  return out;
}

State state_of(const Part& part, bool positive, bool could_be) {
  if (positive) return State::positive;
  if (part.unasked == part.all()) return State::unasked;
  return could_be ? State::so_far : State::negative;
}

// --- Dimensions with weights

struct Dimensions {
  std::map<std::string_view, State> states;
  bool is(std::string_view code) const { return states.at(code) == State::positive; }
  // Everything was asked that could make one more dimension positive.
  bool settled() const {
    return std::all_of(states.begin(), states.end(), [](const auto& one) {
      return one.second == State::positive || one.second == State::negative;
    });
  }
};

struct Combined {
  const char* result;
  const char* rule;  // a reason's code; empty: the list's own combination without more
};

// Abuse of vulnerability stands for deception or coercion where these are not shown. A combination for which
// the list has no rule is not forced into one.
Combined combine(const Dimensions& d) {
  const bool recruitment = d.is("deceptive_recruitment") || d.is("coercive_recruitment");
  const bool abused = d.is("recruitment_by_abuse");
  const bool destination = d.is("coercion") || d.is("abuse_at_destination");
  if (!d.is("exploitation")) {
    if (recruitment || abused || destination) return {"no_rule", "means_without_exploitation"};
    return d.settled() ? Combined{"not_victim", ""} : Combined{"not_enough", ""};
  }
  if ((recruitment || abused) && destination) {
    const char* rule = "";
    if (!recruitment && !d.is("coercion"))
      rule = "vulnerability_for_both";
    else if (!recruitment)
      rule = "vulnerability_for_recruitment";
    else if (!d.is("coercion"))
      rule = "vulnerability_for_coercion";
    return {"trafficking_labour", rule};
  }
  if (d.is("deceptive_recruitment")) return {"deception_exploitation", "no_coercion"};
  if (recruitment || abused) return {"no_rule", "recruitment_without_destination"};
  if (destination) return {"no_rule", "destination_without_recruitment"};
  return {"exploitation", "no_means"};
}

// A child: an act and exploitation. Recruitment that is shown is an act, whatever was answered to the
// question.
Combined combine_child(const Dimensions& d, const Answers& answers) {
  const bool recruited =
      d.is("deceptive_recruitment") || d.is("coercive_recruitment") || d.is("recruitment_by_abuse");
  const bool act = holds(answers.yes, kActIndicator);
  if (d.is("exploitation") && (act || recruited)) return {"trafficking_labour", "child_act"};
  if (!holds(answers.no, kActIndicator) && d.is("exploitation")) return {"not_enough", "child_act_unasked"};
  const Combined adult = combine(d);
  if (std::string_view(adult.result) != "not_victim") return adult;
  if (act) return {"no_rule", "child_act_without_exploitation"};
  return holds(answers.no, kActIndicator) ? adult : Combined{"not_enough", "child_act_unasked"};
}

bool may_change(const Combined& combined, const Dimensions& d) {
  const std::string_view result = combined.result;
  return (result == "exploitation" || result == "deception_exploitation" || result == "no_rule") &&
         !d.settled();
}

Advice by_dimensions(const ScreeningList& list, const Answers& answers, Profile profile) {
  Advice out;
  Dimensions dimensions;
  for (const Dimension& one : list.dimensions) {
    if (std::string_view(one.code) == kActIndicator) continue;
    const Part part = part_of(list, one.code, answers, profile);
    const State state = state_of(part, is_positive(part.said.strong, part.said.medium, part.said.weak),
                                 is_positive(part.possible.strong, part.possible.medium, part.possible.weak));
    dimensions.states[one.code] = state;
    out.reasons.push_back(std::string("dimension ") + one.code + " " + name_of(state) + " " +
                          std::to_string(part.said.strong) + " " + std::to_string(part.said.medium) + " " +
                          std::to_string(part.said.weak) + " " + std::to_string(part.unasked));
  }
  const Combined combined =
      profile == Profile::child ? combine_child(dimensions, answers) : combine(dimensions);
  out.result = combined.result;
  if (combined.rule[0] != '\0') out.reasons.push_back(std::string("rule ") + combined.rule);
  if (may_change(combined, dimensions)) out.reasons.emplace_back("rule may_change");
  return out;
}

// --- Signs without weights: one is enough to look further; what is only seen does not count as one.

std::string count_reason(const Dimension& dimension, const Part& part) {
  return std::string("count ") + dimension.code + " " + std::to_string(part.said.yes()) + " " +
         std::to_string(part.all()) + " " + std::to_string(part.unasked);
}

Advice by_signs(const ScreeningList& list, const Answers& answers, Profile profile) {
  Advice out;
  const Part signs = part_of(list, "signs", answers, profile);
  const Part seen = part_of(list, "presentation", answers, profile);
  out.reasons = {count_reason(list.dimensions[0], signs), count_reason(list.dimensions[1], seen)};
  if (signs.said.yes() > 0)
    out.result = "forced_labour_signs";
  else if (seen.said.yes() > 0)
    out.result = "weak_signs";
  else
    out.result = signs.unasked == 0 ? "no_signs" : "not_enough";
  return out;
}

// --- Elements: each is shown by one yes, and missing only when everything in it was answered with no.

Advice by_elements(const ScreeningList& list, const Answers& answers, Profile profile) {
  Advice out;
  bool all_shown = true;
  bool one_missing = false;
  for (const Dimension& one : list.dimensions) {
    const Part part = part_of(list, one.code, answers, profile);
    const State state = state_of(part, part.said.yes() > 0, part.possible.yes() > 0);
    out.reasons.push_back(std::string("element ") + one.code + " " + name_of(state) + " " +
                          std::to_string(part.said.yes()) + " " + std::to_string(part.unasked));
    if (profile == Profile::child && std::string_view(one.code) == "means") continue;
    all_shown = all_shown && state == State::positive;
    one_missing = one_missing || state == State::negative;
  }
  if (profile == Profile::child) out.reasons.emplace_back("rule child_means");
  out.result = all_shown ? "all_elements" : one_missing ? "element_missing" : "not_enough";
  return out;
}

// --- An interview: its sections are for the conversation; each answer counts for an element, wherever it was asked.

Part part_of_element(const ScreeningList& list, std::string_view element, const Answers& answers, Profile profile) {
  Part out;
  for (const Indicator& one : list.indicators) {
    if (element != one.element || weight_of(one, profile) == Weight::none) continue;
    if (holds(answers.yes, one.code)) ++out.said.strong;
    else if (holds(answers.no, one.code)) ++out.said.no;
    else ++out.unasked;
  }
  return out;
}

Advice by_interview(const ScreeningList& list, const Answers& answers, Profile profile) {
  Advice out;
  std::map<std::string_view, State> states;
  for (const char* element : {"act", "means", "purpose"}) {
    const Part part = part_of_element(list, element, answers, profile);
    states[element] = state_of(part, part.said.yes() > 0, part.unasked > 0);
    out.reasons.push_back(std::string("element ") + element + " " + name_of(states[element]) + " " + std::to_string(part.said.yes()) + " " +
                          std::to_string(part.unasked));
  }
  for (const Dimension& one : list.dimensions) out.reasons.push_back(count_reason(one, part_of(list, one.code, answers, profile)));
  const bool child = profile == Profile::child;
  const auto is = [&](const char* element, State state) { return states.at(element) == state; };
  const bool means_shown = child || is("means", State::positive);
  const bool means_missing = !child && is("means", State::negative);
  if (child) out.reasons.emplace_back("rule child_means");
  if (is("act", State::positive) && means_shown && is("purpose", State::positive)) {
    out.result = "all_elements";
    const bool confirmed = part_of(list, "corroboration", answers, profile).said.yes() > 0;
    out.reasons.emplace_back(confirmed ? "rule confirmed" : "rule not_confirmed");
  } else if (is("act", State::negative) || means_missing || is("purpose", State::negative)) {
    out.result = "element_missing";
    if (is("purpose", State::positive) && means_missing) out.reasons.emplace_back("rule no_means");
    else if (is("purpose", State::positive)) out.reasons.emplace_back("rule no_act");
    else if (is("purpose", State::negative) && is("means", State::positive)) out.reasons.emplace_back("rule means_without_exploitation");
  } else {
    out.result = "not_enough";
  }
  if (holds(answers.yes, "urgent_help")) out.reasons.emplace_back("rule doctor_first");
  return out;
}

// --- Criteria of a country pack: the norm says which there are and not how they add up, so they are only counted.

Advice by_criteria(const ScreeningList& list, const Answers& answers, Profile profile) {
  Advice out;
  bool everywhere = true;
  bool somewhere = false;
  int unasked = 0;
  for (const Dimension& one : list.dimensions) {
    const Part part = part_of(list, one.code, answers, profile);
    if (part.all() == 0) continue;
    out.reasons.push_back(count_reason(one, part));
    everywhere = everywhere && part.said.yes() > 0;
    somewhere = somewhere || part.said.yes() > 0;
    unasked += part.unasked;
  }
  if (somewhere) out.result = everywhere ? "criteria_everywhere" : "criteria_somewhere";
  else out.result = unasked == 0 ? "criteria_nowhere" : "not_enough";
  if (out.result == "criteria_somewhere" && unasked > 0) out.reasons.emplace_back("rule may_change");
  return out;
}

std::vector<std::string> ordered(const ScreeningList& list, const std::vector<std::string>& codes) {
  std::vector<std::string> out;
  for (const Indicator& one : list.indicators) {
    if (holds(codes, one.code)) out.emplace_back(one.code);
  }
  return out;
}

void wrong(std::vector<schema::FieldError>& errors, const char* field, Error error) {
  errors.push_back({field, std::move(error)});
}

}  // namespace

bool is_positive(int strong, int medium, int weak) {
  return strong >= 2 || (strong >= 1 && medium + weak >= 1) || medium >= 3 || (medium >= 2 && weak >= 1);
}

Result<Advice> advise(const ScreeningList& list, const Answers& answers, Profile profile) {
  TRY_VOID(check_answers(list, answers, profile));
  switch (list.scoring) {
    case Scoring::dimensions:
      return by_dimensions(list, answers, profile);
    case Scoring::signs:
      return by_signs(list, answers, profile);
    case Scoring::criteria:
      return by_criteria(list, answers, profile);
    case Scoring::interview:
      return by_interview(list, answers, profile);
    case Scoring::elements:
      break;
  }
  return by_elements(list, answers, profile);
}

Profile profile_of(const Screening& screening) {
  return screening.child() == "yes" ? Profile::child : Profile::adult;
}

Answers answers_of(const Screening& screening) {
  return {{screening.yes().begin(), screening.yes().end()}, {screening.no().begin(), screening.no().end()}};
}

Result<void> put_answers(Screening& screening, const ScreeningList& list, const Answers& answers,
                         Profile profile) {
  TRY(advice, advise(list, answers, profile));
  for (auto* field : {screening.mutable_yes(), screening.mutable_no(), screening.mutable_reasons(),
                      screening.mutable_weights()})
    field->Clear();
  screening.set_list(list.code);
  screening.set_list_version(list.version);
  screening.set_child(profile == Profile::child ? "yes" : "no");
  for (const std::string& code : ordered(list, answers.yes)) {
    screening.add_yes(code);
    if (list.scoring == Scoring::dimensions)
      screening.add_weights(code + " " + name_of(weight_of(*list.find(code), profile)));
  }
  for (const std::string& code : ordered(list, answers.no)) screening.add_no(code);
  screening.set_result(advice.result);
  for (const std::string& reason : advice.reasons) screening.add_reasons(reason);
  put_texts(screening, list);
  if (screening.ByteSizeLong() > schema::kEntryLimit)
    return Error(ErrorCode::too_large, "This list is too long to be kept with its answers. Divide the checklist of the country pack.");
  return {};
}

void check_screening(const Screening& screening, std::vector<schema::FieldError>& errors) {
  const ListRef list = list_of(screening);
  if (list == nullptr)
    return wrong(errors, "list",
                 Error(ErrorCode::invalid_input, "This list is not known here. Choose one of the lists."));
  if (screening.child() != "yes" && screening.child() != "no") {
    return wrong(errors, "child",
                 Error(ErrorCode::invalid_input, "Say whether the person was under eighteen."));
  }
  Screening again;
  const auto put = put_answers(again, *list, answers_of(screening), profile_of(screening));
  if (!put) return wrong(errors, "yes", put.error());
  const auto same = [](const auto& a, const auto& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  };
  if (screening.result() != again.result() || !same(screening.reasons(), again.reasons()) ||
      !same(screening.weights(), again.weights())) {
    wrong(errors, "result",
          Error(ErrorCode::invalid_input,
                "The advice does not follow from the answers. Open the list anew and answer again."));
  }
}

}  // namespace arasha::casework

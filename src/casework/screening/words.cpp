#include "casework/screening/words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "casework/screening/pack_lists.h"
#include "schema/form_data.h"

namespace arasha::casework {
namespace {

struct RuleText {
  const char* code;
  const char* text;
};
constexpr RuleText kRules[] = {
    {"vulnerability_for_recruitment",
     N_("Abuse of vulnerability stands for deception or coercion at recruitment.")},
    {"vulnerability_for_coercion", N_("Abuse of vulnerability stands for coercion at destination.")},
    {"vulnerability_for_both",
     N_("Abuse of vulnerability stands for deception at recruitment and for coercion at destination.")},
    {"no_coercion", N_("Deceptive recruitment and exploitation, but no coercion at destination was shown.")},
    {"no_means",
     N_("Exploitation was shown, but neither deception nor coercion nor abuse of vulnerability.")},
    {"means_without_exploitation", N_("There are signs of deception, coercion or abuse of vulnerability, but "
                                      "exploitation was not shown. Perhaps it was only prepared.")},
    {"recruitment_without_destination", N_("Exploitation after recruitment by coercion or by abuse of "
                                           "vulnerability; no coercion at destination was shown.")},
    {"destination_without_recruitment", N_("Exploitation and coercion at destination; neither deception nor "
                                           "coercion at recruitment was shown.")},
    {"child_act", N_("A child: an act and exploitation are enough.")},
    {"child_act_unasked", N_("A child: ask whether somebody recruited, transported, transferred, harboured "
                             "or received the child.")},
    {"child_act_without_exploitation",
     N_("A child was recruited or moved, but exploitation was not shown. Perhaps it was only prepared.")},
    {"child_means", N_("A child: means are not needed.")},
    {"confirmed", N_("Something confirms what the person tells.")},
    {"not_confirmed", N_("Nothing confirms it yet: that is no reason to refuse help.")},
    {"no_act", N_("Exploitation was shown, but nobody recruited, moved or kept the person, as far as was told.")},
    {"doctor_first", N_("The person needs a doctor now: see to that first.")},
    {"may_change", N_("Questions that were not asked can change this advice.")},
};

struct Parsed {
  std::string_view kind;
  std::string_view part;
  std::string_view state;
  std::vector<int> numbers;
};

// "dimension CODE STATE strong medium weak unasked", "element CODE STATE yes unasked", "count CODE yes all
// unasked".
std::optional<Parsed> parse(const std::string& reason) {
  const auto pieces = schema::split(reason, " ");
  if (pieces.size() < 2) return std::nullopt;
  Parsed out{pieces[0], pieces[1], {}, {}};
  std::size_t at = 2;
  if (out.kind != "count" && pieces.size() > 2) out.state = pieces[at++];
  for (; at < pieces.size(); ++at) {
    int number = 0;
    const auto [end, error] =
        std::from_chars(pieces[at].data(), pieces[at].data() + pieces[at].size(), number);
    if (error != std::errc() || end != pieces[at].data() + pieces[at].size() || number < 0)
      return std::nullopt;
    out.numbers.push_back(number);
  }
  const bool fits = (out.kind == "dimension" && out.numbers.size() == 4) ||
                    (out.kind == "element" && out.numbers.size() == 2) ||
                    (out.kind == "count" && out.numbers.size() == 3) ||
                    (out.kind == "rule" && pieces.size() == 2);
  return fits ? std::optional(out) : std::nullopt;
}

std::string title_of(const Catalogue& words, const ScreeningList* list, std::string_view part) {
  if (list != nullptr) {
    for (const Dimension& one : list->dimensions) {
      if (part == one.code) return text_of(words, one);
    }
    // The elements of an interview are no sections of it.
    const ScreeningList* elements = screening_list(std::string_view(kPalermoList));
    if (list->scoring == Scoring::interview && list != elements) return title_of(words, elements, part);
  }
  return std::string(part);
}

std::string joined(const std::vector<std::string>& pieces, const char* between) {
  std::string out;
  for (const std::string& piece : pieces) {
    if (piece.empty()) continue;
    if (!out.empty()) out += between;
    out += piece;
  }
  return out;
}

std::string unasked(const Catalogue& words, int number) {
  return number == 0 ? std::string() : words.plural("{1} not asked", "{1} not asked", number);
}

const char* state_of_dimension(std::string_view state) {
  if (state == "positive") return N_("positive");
  if (state == "negative") return N_("not positive");
  return state == "so_far" ? N_("not positive so far") : N_("not asked");
}

const char* state_of_element(std::string_view state) {
  if (state == "positive") return N_("shown");
  if (state == "negative") return N_("missing");
  return state == "so_far" ? N_("not shown so far") : N_("not asked");
}

std::string dimension_text(const Catalogue& words, const Parsed& reason) {
  const std::string state(words.text(state_of_dimension(reason.state)));
  if (reason.state == "unasked") return state;
  std::vector<std::string> signs;
  if (reason.numbers[0] > 0) signs.push_back(words.plural("{1} strong", "{1} strong", reason.numbers[0]));
  if (reason.numbers[1] > 0) signs.push_back(words.plural("{1} medium", "{1} medium", reason.numbers[1]));
  if (reason.numbers[2] > 0) signs.push_back(words.plural("{1} weak", "{1} weak", reason.numbers[2]));
  return joined({state, joined(signs, " + "), unasked(words, reason.numbers[3])}, ", ");
}

std::string answered(const Catalogue& words, const Parsed& reason) {
  if (reason.kind == "dimension") return dimension_text(words, reason);
  if (reason.kind == "count") {
    return joined(
        {words.text(N_("{1} of {2}"), {std::to_string(reason.numbers[0]), std::to_string(reason.numbers[1])}),
         unasked(words, reason.numbers[2])},
        ", ");
  }
  const std::string state(words.text(state_of_element(reason.state)));
  return reason.state == "unasked" ? state : joined({state, unasked(words, reason.numbers[1])}, ", ");
}

const char* weight_text(std::string_view weight) {
  if (weight == "strong") return N_("strong");
  if (weight == "medium") return N_("medium");
  return weight == "weak" ? N_("weak") : "";
}

std::string_view weight_then(const Screening& screening, const std::string& code) {
  for (const std::string& one : screening.weights()) {
    if (one.size() > code.size() && one.starts_with(code) && one[code.size()] == ' ')
      return std::string_view(one).substr(code.size() + 1);
  }
  return {};
}

std::string answer_text(const Catalogue& words, const Screening& screening, const Indicator* indicator,
                        const std::string& code) {
  std::string out = indicator == nullptr ? code : text_of(words, *indicator);
  const char* weight = weight_text(weight_then(screening, code));
  if (weight[0] != '\0') out += " (" + std::string(words.text(weight)) + ")";
  return out;
}

template <class Codes>
std::string answers_text(const Catalogue& words, const Screening& screening, const ScreeningList* list,
                         const Codes& codes) {
  std::vector<std::string> lines;
  std::vector<std::string> unknown;
  if (list != nullptr) {
    for (const Dimension& dimension : list->dimensions) {
      std::vector<std::string> texts;
      for (const std::string& code : codes) {
        const Indicator* indicator = list->find(code);
        if (indicator != nullptr && std::string_view(indicator->dimension) == dimension.code)
          texts.push_back(answer_text(words, screening, indicator, code));
      }
      if (!texts.empty())
        lines.push_back(text_of(words, dimension) + ": " + joined(texts, "; "));
    }
  }
  for (const std::string& code : codes) {
    if (list == nullptr || list->find(code) == nullptr)
      unknown.push_back(answer_text(words, screening, nullptr, code));
  }
  lines.push_back(joined(unknown, "; "));
  return joined(lines, "\n");
}

}  // namespace

std::string reason_text(const Catalogue& words, const ScreeningList* list, const std::string& reason) {
  const auto parsed = parse(reason);
  if (!parsed) return reason;
  if (parsed->kind != "rule") return title_of(words, list, parsed->part) + ": " + answered(words, *parsed);
  for (const RuleText& rule : kRules) {
    if (parsed->part == rule.code) return std::string(words.text(rule.text));
  }
  return reason;
}

bool is_screening_value(std::string_view field) {
  constexpr std::array<std::string_view, 7> kFields = {"list", "list_version", "reasons", "yes", "no", "weights", "texts"};
  return std::find(kFields.begin(), kFields.end(), field) != kFields.end();
}

std::string screening_value(const Catalogue& words, const Screening& screening, std::string_view field) {
  const ListRef known = list_of(screening);
  const ScreeningList* list = known.get();
  if (field == "list") return list == nullptr ? screening.list() : text_of(words, *list);
  if (field == "list_version") {
    const auto day = date_from_iso(screening.list_version());  // of a pack's list
    return day ? words.date(*day) : screening.list_version();
  }
  if (field == "yes") return answers_text(words, screening, list, screening.yes());
  if (field == "no") return answers_text(words, screening, list, screening.no());
  if (field != "reasons") return {};
  std::vector<std::string> lines;
  for (const std::string& reason : screening.reasons()) lines.push_back(reason_text(words, list, reason));
  return joined(lines, "\n");
}

}  // namespace arasha::casework

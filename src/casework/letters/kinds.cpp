#include "casework/letters/kinds.h"

#include <algorithm>

#include "arasha/plan.pb.h"
#include "base/catalogue.h"
#include "casework/legal/rules.h"
#include "casework/mistakes.h"

namespace arasha::casework {
namespace {

constexpr const char* kEmbassyClosed = N_("Asylum is wanted, requested or granted: nothing goes to the authorities of the person's country. If the request was taken back, write that under “Stay in the country” first.");

template <class List>
bool contains(const List& list, std::string_view code) {
  return std::any_of(list.begin(), list.end(), [&](const auto& one) { return std::string_view(one) == code; });
}

bool is_withheld(const Story& story, const std::string& recipient, Date day) {
  const auto list = withheld_list(story, day);
  return std::any_of(list.begin(), list.end(), [&](const Withheld& one) { return is_same_recipient(one.entry->who(), recipient); });
}

}  // namespace

const std::vector<PaperKind>& paper_kinds() {
  static const std::vector<PaperKind> kinds = {
      {"referral", N_("Referral letter"), N_("To an organisation that goes on helping: why you write, what is needed, and what the person agreed to share."),
       {"language", "purpose", "recipient", "address", "groups", "why", "head"}, {"account"}},
      {"plan", N_("Plan for signature"), N_("The individual plan, in the person's own words, with lines to sign on. It stays with the person and with you."), {"language", "head"}},
      {"act", N_("Service act for the funder"), N_("What was given in a period and paid from one source. The case stands there by its alias; with the name only when the person agreed."),
       {"language", "from", "until", "funding", "project", "with_name", "purpose", "recipient"}},
      {"travel", N_("Letter to a consulate"), N_("Asks a consulate to help the person to a document or home."), {"language", "recipient", "address", "groups", "why", "head"}},
      {"certificate", N_("Certificate of assistance"), N_("For the person to show wherever it is needed. The person chooses what it says."), {"language", "says", "head"}},
      {"own_copy", N_("The person's own copy"), N_("What is held about the person, who wrote it, who may read it, and who saw it. Everybody may have it; it needs no consent."), {"language", "head"}},
      {"summary", N_("Summary of the case"), N_("For the house: a conference, a new caseworker. Only the parts that you choose."), {"language"},
       {"identity", "family", "health", "what_happened", "account", "needs", "plan", "services", "risk", "legal", "notes", "shift", "consent", "course"},
       {"needs", "plan", "services", "course"}},
  };
  return kinds;
}

const PaperKind* paper_kind(std::string_view code) {
  for (const PaperKind& kind : paper_kinds()) {
    if (code == kind.code) return &kind;
  }
  return nullptr;
}

bool is_neutral(const PaperMade& paper) {
  if (!paper.head().empty()) return paper.head() == "neutral";
  return paper.kind() == "certificate" || paper.kind() == "travel" || paper.kind() == "own_copy";
}

bool fits_on_paper(std::string_view group) { return group != "photograph"; }

std::optional<Outflow> outflow_of(const PaperMade& paper) {
  if (paper.kind() == "referral") return Outflow{paper.purpose(), paper.recipient(), {paper.groups().begin(), paper.groups().end()}};
  if (paper.kind() == "travel") return Outflow{"embassy", paper.recipient(), {paper.groups().begin(), paper.groups().end()}};
  if (paper.kind() == "act" && paper.with_name() == "name") return Outflow{paper.purpose(), paper.recipient(), {"identity", "services"}};
  return std::nullopt;
}

const char* why_blocked(const Story& story, std::string_view kind) {
  if (kind == "travel" && embassy_is_closed(story)) return kEmbassyClosed;
  return nullptr;
}

void check_paper(const Story& story, const google::protobuf::Message& entry, Date today, std::vector<schema::FieldError>& errors) {
  const auto* paper = dynamic_cast<const PaperMade*>(&entry);
  if (paper == nullptr) return;
  const PaperKind* kind = paper_kind(paper->kind());
  if (kind == nullptr) return add(errors, "kind", N_("Choose one of the papers in the list."));
  if (why_blocked(story, paper->kind()) != nullptr) add(errors, "recipient", kEmbassyClosed);
  else if (paper->purpose() == "embassy" && embassy_is_closed(story)) add(errors, "purpose", kEmbassyClosed);
  const bool names = outflow_of(*paper).has_value();
  if (names && paper->kind() != "travel" && (paper->purpose().empty() || !goes_outside(paper->purpose()))) add(errors, "purpose", N_("Choose the purpose to which the person agreed."));
  if (names && paper->recipient().empty()) add(errors, "recipient", N_("Write who receives it, as in the consent."));
  if (contains(kind->fields, "groups")) {
    if (paper->groups().empty()) add(errors, "groups", N_("Choose what goes along. Nothing goes along by itself."));
    if (!std::all_of(paper->groups().begin(), paper->groups().end(), [](const std::string& one) { return fits_on_paper(one); })) {
      add(errors, "groups", N_("A photograph is not printed into a letter."));
    }
  }
  for (const std::string& part : paper->parts()) {
    if (!contains(kind->parts, part)) add(errors, "parts", N_("Choose from the list."));
    else if (part == "account" && paper->kind() == "referral" && !contains(paper->groups(), "what_happened")) {
      add(errors, "groups", N_("The person's account belongs to “What happened”: choose both or none."));
    }
  }
  if (!kind->parts.empty() && paper->kind() == "summary" && paper->parts().empty()) add(errors, "parts", N_("Choose at least one part."));
  if (paper->kind() == "certificate" && paper->says().empty()) add(errors, "says", N_("Choose what the certificate says."));
  if (paper->kind() == "act") {
    if (paper->from().empty()) add(errors, "from", N_("Write the first day of the period."));
    if (paper->until().empty()) add(errors, "until", N_("Write the last day of the period."));
    if (is_before(paper->until(), paper->from())) add(errors, "until", N_("The end lies before the beginning. Correct one of the two."));
    if (paper->funding().empty()) add(errors, "funding", N_("Choose who pays: one act for each source."));
    // By its alias it says nothing about anybody whom a reader could find; but a recipient who is to learn nothing gets nothing.
    if (!names && !paper->recipient().empty() && is_withheld(story, paper->recipient(), today)) add(errors, "recipient", sentence_of(Refusal::withheld));
  }
  if (paper->kind() == "plan" && story.all<IndividualPlan>().empty()) add(errors, "language", N_("There is no individual plan yet. Write it first."));
}

}  // namespace arasha::casework

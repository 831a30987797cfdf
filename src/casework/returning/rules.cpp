#include "casework/returning/rules.h"

#include <algorithm>
#include <map>

#include "arasha/tasks.pb.h"
#include "base/catalogue.h"
#include "casework/legal/rules.h"
#include "casework/mistakes.h"
#include "casework/plan/approval.h"
#include "pack/pack.h"

namespace arasha::casework {
namespace {

constexpr unsigned kMonthsOfFollowUp = 12;

bool is_excepted(const Story& story, std::string_view step) {
  const auto all = story.all<ReturnException>();
  return std::any_of(all.begin(), all.end(), [&](const Item* item) {
    return item->as<ReturnException>()->step() == step &&
           approval_of(story, *item).state == ApprovalState::approved;
  });
}

// Something happened to safety since: on one day the order of the record tells which came first.
bool is_outdated(const Story& story, const Item& assessment) {
  const std::string& date = assessment.as<ReturnAssessment>()->date();
  const auto events = story.all<SafetyEvent>();
  return std::any_of(events.begin(), events.end(), [&](const Item* event) {
    const std::string& day = event->as<SafetyEvent>()->date();
    return day > date || (day == date && event->latest().seq > assessment.latest().seq);
  });
}

bool goes_to_third_country(const Return& journey) {
  return journey.decision() == "third_country" || journey.kind() == "third_country";
}

// Each gate of a journey that we organise: null where it is open.
const char* stop_of_options(const Story& story) {
  if (story.last<ReturnOptions>() != nullptr || is_excepted(story, "options")) return nullptr;
  return N_("First explain all ways to the person, staying too, and write down that it was done.");
}
const char* stop_of_assessment(const Story& story) {
  const Item* item = newest<ReturnAssessment>(story);
  const bool excepted = is_excepted(story, "assessment");
  if (item == nullptr)
    return excepted ? nullptr
                    : N_("First assess the risks of the return, here and in the country of return.");
  if (item->as<ReturnAssessment>()->result() == "not_now")
    return N_(
        "The assessment says: not now, too dangerous. Help the person to be safe here, and assess again when "
        "things have changed.");
  if (is_outdated(story, *item) && !excepted)
    return N_(
        "Something happened to safety after the assessment before the return. Assess the return again.");
  return nullptr;
}
const char* stop_of_plan(const Story& story) {
  const Item* item = newest<ReturnPlan>(story);
  if (item == nullptr)
    return is_excepted(story, "plan") ? nullptr
                                      : N_("First make the plan of the return with the person and with "
                                           "whoever receives the person.");
  if (item->as<ReturnPlan>()->contact() == "declined")
    return N_("Whoever was to receive the person cannot. Make a new plan first.");
  return nullptr;
}
const char* stop_of_asylum(const Story& story, const Return& journey) {
  if (goes_to_third_country(journey) || !embassy_is_closed(story)) return nullptr;
  return N_(
      "Asylum is requested or granted: nobody is sent home meanwhile. If the person took the request back, "
      "write that under “Stay in the country” first.");
}

// --- The steps

class Steps {
 public:
  Steps(const Story& story, const Minor& person, Date today)
      : story_(story), person_(person), today_(to_iso(today)) {
    const auto* journey = story.last<Return>();
    if (journey != nullptr) journey_ = *journey;
  }

  std::vector<StepOfReturn> all() {
    if (journey_.kind() == "deported") {
      after_departure();
      return std::move(out_);
    }
    if (person_.age == Age::child) child();
    options();
    if (!decision()) return std::move(out_);
    assessment();
    if (is_ours(journey_)) plan();
    papers();
    if (is_ours(journey_)) journey();
    after_departure();
    return std::move(out_);
  }

 private:
  void add(ReturnStep step, StepState state, const std::string& date = {}, const char* why = "") {
    out_.push_back({step, state, date, why});
  }
  // By the code of a field: what is not listed there is still open.
  using ByCode = std::map<std::string_view, StepState>;
  void add_by(ReturnStep step, const std::string& code, const ByCode& states, const std::string& date,
              const char* stopped) {
    const auto found = states.find(code);
    const StepState state = found == states.end() ? StepState::open : found->second;
    add(step, state, date, state == StepState::stopped ? stopped : "");
  }

  void child() {
    add(ReturnStep::guardian, person_.guardian ? StepState::done : StepState::open);
    const BestInterest stands = best_interest_of(story_);
    if (stands.decision == nullptr) return add(ReturnStep::best_interest, StepState::open);
    if (!stands.approved) return add(ReturnStep::best_interest, StepState::waiting, stands.decision->date());
    const char* against = wants_to_leave(journey_) ? against_best_interest(stands, journey_) : nullptr;
    add(ReturnStep::best_interest, against == nullptr ? StepState::done : StepState::stopped,
        stands.decision->date(), against == nullptr ? "" : against);
  }

  void options() {
    const Item* item = newest<ReturnOptions>(story_);
    if (item != nullptr) return add(ReturnStep::options, StepState::done, item->as<ReturnOptions>()->date());
    const bool excepted = is_excepted(story_, "options");
    add(ReturnStep::options, excepted ? StepState::done : StepState::open, {},
        excepted ? N_("left out, two people decided so") : "");
  }

  // Whether the way goes on from here.
  bool decision() {
    if (journey_.decision() == "withdrew") {
      add(ReturnStep::decision, StepState::stopped, {}, N_("withdrawn"));
      return false;
    }
    if (journey_.decision() == "stays") {
      add(ReturnStep::decision, StepState::done, journey_.signed_on());
      return false;
    }
    if (!wants_to_leave(journey_))
      add(ReturnStep::decision, journey_.decision().empty() ? StepState::open : StepState::waiting);
    else
      add(ReturnStep::decision, journey_.signed_on().empty() ? StepState::waiting : StepState::done,
          journey_.signed_on());
    return true;
  }

  void assessment() {
    const Item* item = newest<ReturnAssessment>(story_);
    const char* stop = stop_of_assessment(story_);
    const std::string date = item == nullptr ? std::string() : item->as<ReturnAssessment>()->date();
    if (stop != nullptr)
      return add(ReturnStep::assessment, item == nullptr ? StepState::open : StepState::stopped, date,
                 item == nullptr ? "" : stop);
    add(ReturnStep::assessment, StepState::done, date,
        item == nullptr ? N_("left out, two people decided so") : "");
  }

  void plan() {
    const Item* item = newest<ReturnPlan>(story_);
    if (item == nullptr) {
      const bool excepted = is_excepted(story_, "plan");
      return add(ReturnStep::plan, excepted ? StepState::done : StepState::open, {},
                 excepted ? N_("left out, two people decided so") : "");
    }
    const auto* entry = item->as<ReturnPlan>();
    add_by(ReturnStep::plan, entry->contact(),
           {{"not_yet", StepState::waiting},
            {"asked", StepState::waiting},
            {"agreed", StepState::done},
            {"declined", StepState::stopped}},
           entry->date(), N_("Whoever was to receive the person cannot. Make a new plan first."));
  }

  void papers() {
    const bool has_document = journey_.travel_document() == "valid" ||
                              journey_.travel_document() == "issued" ||
                              journey_.travel_document() == "not_needed";
    if (const char* stop = stop_of_asylum(story_, journey_); stop != nullptr && !has_document) {
      add(ReturnStep::travel_document, StepState::stopped, {}, stop);
    } else {
      add_by(ReturnStep::travel_document, journey_.travel_document(),
             {{"valid", StepState::done},
              {"issued", StepState::done},
              {"not_needed", StepState::not_needed},
              {"requested", StepState::waiting},
              {"refused", StepState::stopped}},
             journey_.document_on(), N_("The document was refused: ask the lawyer what is left."));
    }
    if (!is_ours(journey_)) return;
    add_by(ReturnStep::fines, journey_.fines(),
           {{"none", StepState::not_needed},
            {"open", StepState::waiting},
            {"waived", StepState::done},
            {"paid", StepState::done}},
           journey_.fines_on(), "");
    add_by(ReturnStep::exit_permit, journey_.exit_permit(),
           {{"not_needed", StepState::not_needed},
            {"requested", StepState::waiting},
            {"issued", StepState::done},
            {"refused", StepState::stopped}},
           journey_.exit_permit_on(), N_("The document was refused: ask the lawyer what is left."));
  }

  void journey() {
    const bool alone = journey_.escort().empty() || journey_.escort() == "none";
    add_by(ReturnStep::fit, journey_.fit(),
           {{"fit", StepState::done},
            {"not_asked", StepState::not_needed},
            {"not_fit", StepState::stopped},
            {"with_escort", alone ? StepState::waiting : StepState::done}},
           journey_.fit_on(), N_("The doctor says that the person cannot travel now."));
    add(ReturnStep::ticket, journey_.ticket().empty() ? StepState::open : StepState::done,
        journey_.ticket_on());
    add(ReturnStep::pocket_money, journey_.pocket_amount().empty() ? StepState::open : StepState::done);
    if (newest<ReturnPlan>(story_) == nullptr) return;
    const Item* given = handover_of(story_);
    add(ReturnStep::handover, given == nullptr ? StepState::open : StepState::done,
        given == nullptr ? std::string() : given->as<Shared>()->date());
  }

  void after_departure() {
    const bool left = !journey_.departure().empty() && journey_.departure() <= today_;
    if (journey_.departure().empty()) {
      const char* stop = is_ours(journey_) ? stop_of_departure(story_, journey_) : nullptr;
      add(ReturnStep::departure, stop == nullptr ? StepState::open : StepState::stopped, {},
          stop == nullptr ? "" : stop);
    } else {
      add(ReturnStep::departure, left ? StepState::done : StepState::waiting, journey_.departure());
    }
    if (journey_.reception() == "not_arrived")
      add(ReturnStep::reception, StepState::stopped, {}, N_("The person did not arrive."));
    else
      add(ReturnStep::reception, journey_.arrival().empty() ? StepState::open : StepState::done,
          journey_.arrival());
    follow_ups();
    const Item* check = newest<RetraffickingCheck>(story_);
    const auto* entry = check == nullptr ? nullptr : check->as<RetraffickingCheck>();
    if (entry == nullptr || !left || is_before(entry->date(), journey_.departure()))
      return add(ReturnStep::retrafficking, StepState::open);
    add(ReturnStep::retrafficking, entry->result() == "none" ? StepState::done : StepState::stopped,
        entry->date(), entry->result() == "none" ? "" : N_("There are signs of new exploitation."));
  }

  void follow_ups() {
    std::string last;
    for (const Item* item : story_.all<FollowUp>()) {
      const auto* one = item->as<FollowUp>();
      const bool reached = one->reached() == "yes" || one->reached() == "relative";
      if (reached && !journey_.arrival().empty() && one->date() >= journey_.arrival())
        last = std::max(last, one->date());
    }
    const auto arrival = date_from_iso(journey_.arrival());
    if (last.empty() || !arrival) return add(ReturnStep::follow_up, StepState::open);
    const std::string end = to_iso(pack::due_dates(months(kMonthsOfFollowUp), *arrival).front());
    add(ReturnStep::follow_up, last >= end ? StepState::done : StepState::waiting, last);
  }

  static pack::Deadline months(unsigned count) {
    pack::Deadline out;
    out.add_months(count);
    return out;
  }

  const Story& story_;
  const Minor& person_;
  std::string today_;
  Return journey_;
  std::vector<StepOfReturn> out_;
};

}  // namespace

bool is_ours(const Return& journey) {
  return journey.kind() != "deported" && journey.kind() != "self_organised" && journey.kind() != "family" &&
         journey.kind() != "stayed";
}

bool wants_to_leave(const Return& journey) {
  return journey.decision() == "wants" || journey.decision() == "third_country";
}

bool speaks_of_return(const Story& story) {
  return story.last<Return>() != nullptr || story.last<ReturnOptions>() != nullptr ||
         story.last<ReturnAssessment>() != nullptr || story.last<ReturnPlan>() != nullptr;
}

std::vector<StepOfReturn> steps_of_return(const Story& story, const Minor& person, Date today) {
  return Steps(story, person, today).all();
}

const StepOfReturn* next_step(const std::vector<StepOfReturn>& steps) {
  // What is missing of a journey that has begun is not made good afterwards.
  const auto left = std::find_if(steps.begin(), steps.end(), [](const StepOfReturn& one) {
    return one.step == ReturnStep::departure && one.state == StepState::done;
  });
  for (auto at = left == steps.end() ? steps.begin() : left; at != steps.end(); ++at) {
    const StepOfReturn& one = *at;
    if (one.state != StepState::done && one.state != StepState::not_needed) return &one;
  }
  return nullptr;
}

const char* title_of(ReturnStep step) {
  switch (step) {
    case ReturnStep::guardian:
      return N_("Guardian");
    case ReturnStep::best_interest:
      return N_("Best-interest decision");
    case ReturnStep::options:
      return N_("Options explained");
    case ReturnStep::decision:
      return N_("Decision of the person");
    case ReturnStep::assessment:
      return N_("Assessment before the return");
    case ReturnStep::plan:
      return N_("Plan of the return");
    case ReturnStep::travel_document:
      return N_("Travel document");
    case ReturnStep::fines:
      return N_("Fines for the stay");
    case ReturnStep::exit_permit:
      return N_("Permit to leave the country");
    case ReturnStep::fit:
      return N_("Fit to travel");
    case ReturnStep::ticket:
      return N_("Ticket");
    case ReturnStep::pocket_money:
      return N_("Pocket money");
    case ReturnStep::handover:
      return N_("Handover");
    case ReturnStep::departure:
      return N_("Departure");
    case ReturnStep::reception:
      return N_("Arrival and reception");
    case ReturnStep::follow_up:
      return N_("Follow-ups");
    case ReturnStep::retrafficking:
      return N_("Check for new exploitation");
  }
  return "";
}

const char* stop_of_departure(const Story& story, const Return& journey) {
  if (const char* why = stop_of_asylum(story, journey)) return why;
  if (const char* why = stop_of_options(story)) return why;
  if (journey.signed_on().empty())
    return N_("First let the person sign the decision, and write the day under “Signed on”.");
  if (const char* why = stop_of_assessment(story)) return why;
  return stop_of_plan(story);
}

const char* alarm_of_return(const Story& story) {
  const auto* journey = story.last<Return>();
  const Item* check = newest<RetraffickingCheck>(story);
  if (check != nullptr && check->as<RetraffickingCheck>()->result() == "again")
    return N_("The person is exploited again. Assess the risks now and decide what is done.");
  if (journey == nullptr) return nullptr;
  if (journey->reception() == "not_arrived")
    return N_("The person did not arrive. Ask whoever was to meet the person, and look at the safety plan.");
  if (journey->decision() == "withdrew")
    return N_(
        "The person withdrew the decision: everything stops. Tell whoever was to receive the person, and "
        "give the ticket back.");
  if (journey->kind() == "deported")
    return N_("Deported: this is harm that was done to the person, not a return.");
  return nullptr;
}

const Item* handover_of(const Story& story) {
  const Item* plan = newest<ReturnPlan>(story);
  if (plan == nullptr) return nullptr;
  const Item* out = nullptr;
  for (const Item* item : story.all<Shared>()) {
    const auto* given = item->as<Shared>();
    if (given->purpose() == "return" &&
        is_same_recipient(given->recipient(), plan->as<ReturnPlan>()->partner()))
      out = item;
  }
  return out;
}

std::vector<Suggestion> next_in_return(const Story& story, Date today) {
  std::vector<Suggestion> out;
  const auto entry = [&](const char* text, const char* type) {
    out.push_back({Suggestion::Way::entry, text, type});
  };
  const auto* journey = story.last<Return>();
  if (!speaks_of_return(story)) return out;
  if (journey != nullptr && is_before(journey->departure(), to_iso(today)) && journey->arrival().empty()) {
    entry(N_("The person has left: ask whether the arrival went well"), "Return");
    return out;
  }
  // What is missing of a past journey is not made good by asking for it.
  if (journey != nullptr && !journey->departure().empty()) {
    if (!journey->arrival().empty() && newest<RetraffickingCheck>(story) == nullptr)
      entry(N_("The person is home: ask whether there are signs of new exploitation"), "RetraffickingCheck");
    return out;
  }
  const auto steps = steps_of_return(story, Minor(), today);
  const StepOfReturn* next = next_step(steps);
  if (next == nullptr) return out;
  switch (next->step) {
    case ReturnStep::options:
      entry(N_("A return: explain all ways to the person, staying too"), "ReturnOptions");
      break;
    case ReturnStep::decision:
      if (next->state != StepState::stopped) entry(N_("A return: let the person decide and sign"), "Return");
      break;
    case ReturnStep::assessment:
      entry(N_("A return: assess the risks here and there"), "ReturnAssessment");
      break;
    case ReturnStep::plan:
      entry(N_("A return: make the plan with whoever receives the person"), "ReturnPlan");
      break;
    default:
      entry(N_("Plan the journey: document, ticket, who meets the person"), "Return");
  }
  return out;
}

}  // namespace arasha::casework

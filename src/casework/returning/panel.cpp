#include "casework/returning/panel.h"

#include "casework/plan/panel.h"
#include "casework/returning/rules.h"

namespace arasha::casework {
namespace {

Html state_of(const Catalogue& words, const StepOfReturn& one) {
  switch (one.state) {
    case StepState::done:
      return web::tag(web::Meaning::good, words.text(N_("Done")));
    case StepState::waiting:
      return web::tag(web::Meaning::waiting, words.text(N_("Begun")));
    case StepState::stopped:
      return web::tag(web::Meaning::danger, words.text(N_("Stopped")));
    case StepState::not_needed:
      return web::tag(web::Meaning::over, words.text(N_("Not needed")));
    case StepState::open:
      break;
  }
  return web::tag(web::Meaning::plain, words.text(N_("Open")));
}

// The steps of the practical list share three short forms of the entry Return.
const char* form_of(ReturnStep step) {
  switch (step) {
    case ReturnStep::decision:
      return "decision";
    case ReturnStep::travel_document:
    case ReturnStep::fines:
    case ReturnStep::exit_permit:
      return "papers";
    case ReturnStep::fit:
    case ReturnStep::ticket:
    case ReturnStep::pocket_money:
    case ReturnStep::departure:
      return "journey";
    case ReturnStep::reception:
      return "arrival";
    default:
      return nullptr;
  }
}

// Where the step is written down; empty: it is not for this member.
std::string address_of(const CaseView& view, const StepOfReturn& one) {
  const auto form = [&](const char* type) {
    const schema::EntryType& entry = *schema::entry_type(std::string_view(type));
    const bool of_person = entry.compartment == IDENTITY && view.person.is_nil();
    return of_person || !view.may_change(entry.compartment) ? std::string() : add_address(view, entry);
  };
  if (const char* stage = form_of(one.step))
    return view.may_change(ASSISTANCE) ? "/case/" + view.file.text() + "/return/" + stage : std::string();
  const Item* plan = newest<ReturnPlan>(view.story);
  switch (one.step) {
    case ReturnStep::guardian:
      return form("FamilyLink");
    case ReturnStep::best_interest:
      return form("BestInterestDecision");
    case ReturnStep::options:
      return form("ReturnOptions");
    case ReturnStep::assessment:
      return form("ReturnAssessment");
    case ReturnStep::plan:
      if (plan != nullptr && one.state == StepState::waiting)
        return view.may_change(ASSISTANCE) ? correct_address(view, view.file, *plan) : std::string();
      return form("ReturnPlan");
    case ReturnStep::handover: {
      const std::string address = form("Shared");
      return address.empty() || plan == nullptr ? address : address + "&from=" + plan->latest().id.text();
    }
    case ReturnStep::follow_up:
      return one.state == StepState::open && view.may_change(ASSISTANCE)
                 ? "/case/" + view.file.text() + "/follow-ups"
                 : form("FollowUp");
    case ReturnStep::retrafficking:
      return form("RetraffickingCheck");
    default:
      return {};
  }
}

// What may be done only once something else is: no link that would lead to a refusal.
bool has_come(const CaseView& view, ReturnStep step) {
  const auto* journey = view.story.last<Return>();
  const bool left = journey != nullptr && !journey->departure().empty();
  if (step == ReturnStep::reception || step == ReturnStep::retrafficking) return left;
  if (step == ReturnStep::follow_up) return journey != nullptr && !journey->arrival().empty();
  return true;
}

Html step_html(const Catalogue& words, const CaseView& view, const StepOfReturn& one, bool is_next) {
  const std::string title(words.text(title_of(one.step)));
  const std::string address =
      view.printing || !has_come(view, one.step) ? std::string() : address_of(view, one);
  Html inside =
      el("div", {{"class", "arasha-step__line"}},
         address.empty() ? el("span", {}, title) : web::link(address, title), " ", state_of(words, one));
  if (!one.date.empty()) inside.add(quiet(date_label(words, one.date)));
  if (*one.why != '\0')
    inside.add(el("p", {{"class", "govuk-body-s arasha-step__why"}}, words.text(one.why)));
  return el("li",
            {{"class", is_next ? "arasha-step arasha-step--next" : "arasha-step"},
             {"aria-current", "step", is_next}},
            inside);
}

// The decision about a child, also where nobody speaks of a return.
Html child_lines(const Visit& visit, const vault::Directory& state, const CaseView& view) {
  const Catalogue& words = visit.words;
  const BestInterest stands = best_interest_of(view.story);
  if (stands.decision == nullptr) return {};
  Html out = el(
      "p", {{"class", "govuk-!-margin-bottom-1"}}, el("strong", {}, words.text(N_("Best-interest decision"))),
      ": ", label(words, "durable_solution", stands.decision->solution()), " ",
      quiet(words.text(N_("to be looked at again on {1}"), {date_label(words, stands.decision->review())})));
  out.add(plan_lines(visit, state, view.story, *stands.item, view.may_change(ASSISTANCE)));
  return out;
}

// Exceptions that wait for the second person, or were approved.
Html exceptions(const Visit& visit, const vault::Directory& state, const CaseView& view) {
  Html out;
  for (const Item* item : view.story.all<ReturnException>()) {
    const Html approval = plan_lines(visit, state, view.story, *item, view.may_change(ASSISTANCE));
    out.add(el("li", {},
               visit.words.text(N_("Left out: {1}"), {label(visit.words, "return_exception",
                                                            item->as<ReturnException>()->step())}),
               " ", approval));
  }
  return out.is_empty() ? Html() : el("ul", {{"class", "govuk-list"}}, out);
}

}  // namespace

Html return_panel(const Visit& visit, const vault::Directory& state, const CaseView& view, Date day) {
  const Catalogue& words = visit.words;
  if (!view.reads_case()) return {};
  const Html child = child_lines(visit, state, view);
  if (!speaks_of_return(view.story)) {
    if (child.is_empty()) return {};
    return section(words.text(N_("Best interest of the child")), "return-heading", child);
  }
  const Minor person = minor_of(view.identity, view.who ? &*view.who : nullptr, day);
  const auto steps = steps_of_return(view.story, person, day);
  const StepOfReturn* next = next_step(steps);
  Html inside;
  if (const char* alarm = alarm_of_return(view.story)) inside.add(web::warning(words, words.text(alarm)));
  if (next != nullptr && next->state != StepState::stopped) {
    inside.add(el("p", {{"class", "govuk-body"}},
                  words.text(N_("Next: {1}"), {std::string(words.text(title_of(next->step)))})));
  }
  inside.add(child);
  Html items;
  std::size_t done = 0;
  for (const StepOfReturn& one : steps) {
    if (one.state == StepState::done || one.state == StepState::not_needed) ++done;
    items.add(step_html(words, view, one, &one == next));
  }
  inside.add(quiet(
      words.text(N_("Steps done: {1} of {2}"), {words.number(static_cast<std::int64_t>(done)),
                                                words.number(static_cast<std::int64_t>(steps.size()))})));
  inside.add(el("ol", {{"class", "govuk-list arasha-steps"}}, items));
  inside.add(exceptions(visit, state, view));
  const auto* journey = view.story.last<Return>();
  const bool planned =
      journey == nullptr || journey->departure().empty() || journey->departure() > to_iso(day);
  if (!view.printing && view.may_change(ASSISTANCE) && planned && next != nullptr &&
      next->step != ReturnStep::guardian && next->step != ReturnStep::best_interest) {
    Html ways = web::link(add_address(view, schema::entry_type_of<ReturnException>()),
                          words.text(N_("A step must be left out")));
    if (journey != nullptr && wants_to_leave(*journey)) {
      ways.add(" ");
      ways.add(web::link("/case/" + view.file.text() + "/return/decision",
                         words.text(N_("The person changes the decision"))));
    }
    inside.add(el("p", {{"class", "arasha-entry__links"}}, ways));
  }
  return section(words.text(N_("Safe return")), "return-heading", inside);
}

}  // namespace arasha::casework

#include "casework/plan/panel.h"

namespace arasha::casework {
namespace {

web::Meaning meaning_of_risk(const std::string& level) {
  if (level == "critical" || level == "high") return web::Meaning::danger;
  return level == "medium" ? web::Meaning::waiting : web::Meaning::plain;
}

web::Meaning meaning_of_progress(const std::string& progress) {
  if (progress == "met") return web::Meaning::good;
  return progress == "in_progress" ? web::Meaning::active : web::Meaning::over;
}

Html line(const Html& inside) { return el("p", {{"class", "arasha-quiet govuk-!-margin-bottom-1"}}, inside); }

std::string title_of(const Catalogue& words, const Item& item) {
  const schema::EntryType* type = schema::entry_type(item.type);
  return type == nullptr ? std::string() : std::string(words.text(type->title.c_str()));
}

std::string by_whom(const Catalogue& words, const vault::Directory& state, const Version& version) {
  return author_name(state, version) + ", " + words.moment(version.time);
}

Html approval_tag(const Catalogue& words, ApprovalState state) {
  switch (state) {
    case ApprovalState::asked: return web::tag(web::Meaning::waiting, words.text(N_("Waits for approval")));
    case ApprovalState::approved: return web::tag(web::Meaning::good, words.text(N_("Approved")));
    case ApprovalState::returned: return web::tag(web::Meaning::danger, words.text(N_("Given back")));
    case ApprovalState::outdated: return web::tag(web::Meaning::waiting, words.text(N_("Corrected since: needs approval again")));
    case ApprovalState::none: break;
  }
  return {};
}

Html approval_line(const Visit& visit, const vault::Directory& state, const Story& story, const Item& item, bool links) {
  const Catalogue& words = visit.words;
  const ApprovalCourse course = approval_of(story, item);
  Html out = approval_tag(words, course.state);
  const Item* last = course.state == ApprovalState::asked ? course.asked : course.decided;
  if (last != nullptr) {
    out.add(" ");
    out.add(quiet(by_whom(words, state, last->first())));
  }
  if (course.state == ApprovalState::returned) out.add(el("span", {{"class", "arasha-kept"}}, " ", course.decision()->reason()));
  if (!links) return out;
  const std::string end = item.latest().id.text();
  const std::string base = "/file/" + story.file.text();
  const bool open = course.state != ApprovalState::approved;
  if (open && course.state != ApprovalState::asked) {
    out.add(" ");
    out.add(web::link(base + "/ask-approval/" + end, words.text(N_("Ask for approval")), title_of(words, item)));
  }
  if (open && item.latest().author != visit.keyring.member()) {
    out.add(" ");
    out.add(web::link(base + "/approval/" + end, words.text(N_("Approve or give back")), title_of(words, item)));
  }
  return out;
}

Html approval_paragraph(const Visit& visit, const vault::Directory& state, const Story& story, const Item& item, bool links) {
  if (!is_approvable(item)) return {};
  const Html inside = approval_line(visit, state, story, item, links);
  return inside.is_empty() ? Html() : el("p", {{"class", "arasha-entry__links arasha-approval"}}, inside);
}

// --- The parts of the panel

class Panel {
 public:
  Panel(const Visit& visit, const vault::Directory& state, const CaseView& view, Date day)
      : visit_(visit), words_(visit.words), state_(state), view_(view), day_(day), open_(view.card.state() != "closed") {}

  Html html() {
    if (view_.reads_case()) risk();
    safety_plan();
    if (view_.reads_case()) plan();
    if (out_.is_empty()) return {};
    return section(words_.text(N_("Safety and plan")), "plan-heading", out_, "arasha-block arasha-block--plan");
  }

 private:
  bool writes() const { return open_ && view_.may_change(ASSISTANCE); }
  void add(const char* title, const Html& inside) { out_.add(el("div", {{"class", "arasha-part-of-plan"}}, el("h3", {{"class", "govuk-heading-s govuk-!-margin-bottom-1"}}, words_.text(title)), inside)); }
  Html link_to(const char* type, const char* text) const { return web::link(form_address(view_, *schema::entry_type(std::string_view(type))), words_.text(text)); }
  Html links(std::initializer_list<Html> all) const {
    Html out;
    for (const Html& one : all) {
      if (!one.is_empty()) out.add(one), out.add(" ");
    }
    return out.is_empty() ? Html() : el("p", {{"class", "arasha-entry__links"}}, out);
  }

  void risk() {
    const Item* item = newest<RiskAssessment>(view_.story);
    if (item == nullptr) return;
    const auto* assessment = item->as<RiskAssessment>();
    Html inside = el("p", {{"class", "govuk-!-margin-bottom-1"}}, web::tag(meaning_of_risk(assessment->level()), label(words_, "risk_level", assessment->level())), " ",
                     quiet(date_label(words_, assessment->date()) + ", " + label(words_, "risk_occasion", assessment->occasion())));
    if (const std::string advice = advice_text(words_, *assessment); !advice.empty()) inside.add(line(Html::text(words_.text(N_("Advice of the program: {1}"), {advice}))));
    if (open_) {
      if (const auto event = event_since_assessment(view_.story, day_)) {
        const std::string what = label(words_, "risk_occasion", event->occasion) + ", " + date_label(words_, event->date);
        inside.add(el("p", {}, web::tag(web::Meaning::danger, words_.text(N_("Assess again"))), " ", words_.text(N_("Since then: {1}."), {what})));
      } else if (const auto review = risk_review(view_.story)) {
        const Html due = *review <= day_ ? web::tag(web::Meaning::danger, words_.text(N_("Due"))) : Html();
        inside.add(el("p", {}, words_.text(N_("To be assessed again on {1}"), {words_.date(*review)}), " ", due));
      }
    }
    inside.add(approval_paragraph(visit_, state_, view_.story, *item, writes()));
    if (writes()) inside.add(links({link_to("RiskAssessment", N_("Assess the risks again"))}));
    add(N_("Risk"), inside);
  }

  void safety_plan() {
    const Item* item = last_item<SafetyPlan>(view_.story);
    if (item == nullptr) return;
    const Html values = values_of(words_, *item->latest().message);
    Html inside = view_.printing ? values : web::details(words_.text(N_("Show the safety plan")), values);
    if (view_.may_change(PRESENCE)) inside.add(links({web::link(correct_address(view_, view_.file, *item), words_.text(N_("Correct")), words_.text(N_("Safety plan")))}));
    add(N_("Safety plan"), inside);
  }

  void plan() {
    const Item* item = standing_plan(view_.story);
    if (item == nullptr) return;
    const auto* entry = item->as<IndividualPlan>();
    std::string about = date_label(words_, entry->date()) + " · " + label(words_, "plan_agreement", entry->agrees());
    if (!entry->agreed_on().empty()) about += ", " + date_label(words_, entry->agreed_on());
    if (!entry->language().empty()) about += " · " + words_.text(N_("read in: {1}"), {label(words_, "language", entry->language())});
    Html inside = line(Html::text(about));
    if (const auto review = next_review(view_.story)) {
      const Html due = *review <= day_ ? web::tag(web::Meaning::danger, words_.text(N_("Overdue"))) : Html();
      inside.add(el("p", {{"class", "govuk-!-margin-bottom-1"}}, words_.text(N_("Next review: {1}"), {words_.date(*review)}), " ", due));
    }
    inside.add(goals(*item));
    inside.add(approval_paragraph(visit_, state_, view_.story, *item, writes()));
    if (writes()) {
      inside.add(links({web::link(correct_address(view_, view_.file, *item), words_.text(N_("Correct")), words_.text(N_("Individual plan"))), link_to("PlanReview", N_("Review the plan")),
                        web::link(add_address(view_, schema::entry_type_of<IndividualPlan>()), words_.text(N_("Make a new plan")))}));
    }
    add(N_("Individual plan"), inside);
  }

  Html goals(const Item& item) {
    Html items;
    for (const GoalState& one : goals_of(view_.story, item)) {
      Html inside = Html::text(one.goal->goal());
      if (one.progress != nullptr) {
        inside.add(" ");
        inside.add(web::tag(meaning_of_progress(one.progress->progress()), label(words_, "goal_progress", one.progress->progress())));
        if (one.progress->further() == "urgent") {
          inside.add(" ");
          inside.add(web::tag(web::Meaning::danger, label(words_, "further_action", one.progress->further())));
        }
      }
      if (one.steps > 0) {
        inside.add(" ");
        inside.add(quiet(words_.text(N_("steps done: {1} of {2}"), {words_.number(one.done), words_.number(one.steps)})));
      }
      if (writes()) {
        const std::string address = "/file/" + view_.file.text() + "/add/GoalProgress/" + item.latest().id.text() + "." + one.goal->number() + "?case=" + view_.file.text();
        inside.add(" ");
        inside.add(web::link(address, words_.text(N_("Progress")), one.goal->goal()));
      }
      items.add(el("li", {}, inside));
    }
    return el("ul", {{"class", "govuk-list govuk-list--bullet arasha-goals"}}, items);
  }

  const Visit& visit_;
  const Catalogue& words_;
  const vault::Directory& state_;
  const CaseView& view_;
  Date day_;
  bool open_;
  Html out_;
};

// The goal that a progress is about, as the plan says it now.
const IndividualPlan::Goal* goal_of(const Story& story, const GoalProgress& progress) {
  const auto about = EntryId::from_text(progress.plan());
  const Item* item = about ? story.find(*about) : nullptr;
  const auto* plan = item == nullptr ? nullptr : item->as<IndividualPlan>();
  if (plan == nullptr) return nullptr;
  for (const auto& goal : plan->goals()) {
    if (goal.number() == progress.goal()) return &goal;
  }
  return nullptr;
}

}  // namespace

Html risk_tag(const Catalogue& words, const CaseCard& card) {
  if (card.state() == "closed" || risk_rank(card.risk()) < risk_rank("high")) return {};
  return web::tag(meaning_of_risk(card.risk()), label(words, "risk_level", card.risk()));
}

std::string advice_text(const Catalogue& words, const RiskAssessment& assessment) {
  const RiskAdvice advice = advise_on_risk(assessment);
  if (advice.level.empty()) return {};
  std::string out = label(words, "risk_level", advice.level) + ". ";
  for (std::size_t i = 0; i < advice.reasons.size(); ++i) {
    const auto& risk = *advice.reasons[i];
    out += (i == 0 ? "" : "; ") + label(words, "risk_factor", risk.factor()) + " (" + label(words, "risk_likelihood", risk.likelihood()) + ", " +
           label(words, "risk_severity", risk.severity()) + ")";
  }
  return out;
}

Html plan_panel(const Visit& visit, const vault::Directory& state, const CaseView& view, Date day) { return Panel(visit, state, view, day).html(); }

std::string plan_headline(const Catalogue& words, const Story& story, const Item& item) {
  if (const auto* one = item.as<RiskAssessment>()) return label(words, "risk_level", one->level());
  if (const auto* one = item.as<SafetyEvent>()) return label(words, "safety_event", one->kind());
  if (const auto* one = item.as<IndividualPlan>()) return label(words, "plan_agreement", one->agrees());
  if (const auto* one = item.as<PlanReview>()) return label(words, "plan_review_result", one->result());
  if (const auto* one = item.as<GoalProgress>()) {
    const auto* goal = goal_of(story, *one);
    return (goal == nullptr ? "" : goal->goal() + " – ") + label(words, "goal_progress", one->progress());
  }
  const Item* subject = subject_of(story, item);
  if (subject == nullptr) return {};
  const auto* decision = item.as<Approval>();
  return title_of(words, *subject) + (decision == nullptr ? "" : " – " + label(words, "approval_decision", decision->decision()));
}

Html plan_lines(const Visit& visit, const vault::Directory& state, const Story& story, const Item& item, bool links) {
  Html out;
  if (const auto* one = item.as<RiskAssessment>()) {
    if (const std::string advice = advice_text(visit.words, *one); !advice.empty()) out.add(line(Html::text(visit.words.text(N_("Advice of the program: {1}"), {advice}))));
  }
  if (const auto* one = item.as<ApprovalAsked>(); one != nullptr && !one->note().empty()) out.add(values_of(visit.words, *one));
  if (const auto* one = item.as<Approval>(); one != nullptr && !one->reason().empty()) out.add(values_of(visit.words, *one));
  out.add(approval_paragraph(visit, state, story, item, links));
  return out;
}

Html about_html(const Catalogue& words, const Story& story, const google::protobuf::Message& entry) {
  const auto* progress = dynamic_cast<const GoalProgress*>(&entry);
  const auto* goal = progress == nullptr ? nullptr : goal_of(story, *progress);
  if (goal == nullptr) return {};
  return web::inset(Html::text(words.text(N_("Goal: {1}"), {goal->goal()})));
}

}  // namespace arasha::casework

// The rules themselves: each refusal says what to do instead.
#include <algorithm>

#include "base/catalogue.h"
#include "cooperation/rules.h"

namespace arasha::cooperation {
namespace {

using Errors = std::vector<schema::FieldError>;

// Days are stored as yyyy-mm-dd: their order is the order of their letters. An empty one was not said.
bool is_before(const std::string& a, const std::string& b) { return !a.empty() && !b.empty() && a < b; }

// `sentence`: a msgid; {1} is a day.
void add(Errors& errors, std::string field, const char* sentence, const std::string& day = {}) {
  errors.push_back({std::move(field), Error(ErrorCode::invalid_input, sentence, day.empty() ? std::vector<std::string>() : std::vector<std::string>{day})});
}

// A day as it is read everywhere: 05.03.2026.
std::string plain(const std::string& iso) { return iso.size() == 10 ? iso.substr(8, 2) + "." + iso.substr(5, 2) + "." + iso.substr(0, 4) : iso; }

struct Checking {
  const Story& story;
  std::string today;
  const Item* corrected;  // the item under correction, or null
  Errors errors;

  void not_in_the_future(const std::string& field, const std::string& date) {
    if (is_before(today, date)) add(errors, field, N_("This day has not come yet. Write the day on which it happened."));
  }
  // Whether there is another one than that under correction.
  template <class MessageType>
  bool stands_already() const {
    const auto all = story.all<MessageType>();
    return std::any_of(all.begin(), all.end(), [&](const Item* item) { return item != corrected; });
  }
};

bool looks_like_email(const std::string& text) {
  const auto at = text.find('@');
  return at != std::string::npos && at > 0 && text.find('.', at) != std::string::npos && text.find(' ') == std::string::npos && text.back() != '.';
}

void check_agreement(Checking& c, const Agreement& agreement) {
  c.not_in_the_future("signed", agreement.signed_());
  if (is_before(agreement.valid_until(), agreement.valid_from()))
    add(c.errors, "valid_until", N_("The agreement would end before it begins. Correct one of the two days."));
  else if (is_before(agreement.valid_until(), agreement.signed_()))
    add(c.errors, "valid_until", N_("The agreement would end before it was signed. Correct one of the two days."));
  if (agreement.prolongation() == "by_itself" && agreement.valid_until().empty())
    add(c.errors, "valid_until", N_("Write the day until which it is valid, so that its prolongation is noticed."));
  if (is_before(agreement.review(), agreement.valid_from()))
    add(c.errors, "review", N_("This day lies before the agreement begins. Correct one of the two days."));
  for (int i = 0; i < agreement.contacts_size(); ++i) {
    const auto& contact = agreement.contacts(i);
    const std::string row = schema::row_name("contacts", i);
    if (!contact.email().empty() && !looks_like_email(contact.email()))
      add(c.errors, row + "-email", N_("This is no e-mail address. Write it like name@example.org."));
    if (contact.phone().empty() && contact.email().empty())
      add(c.errors, row + "-phone", N_("Write a telephone or an e-mail address, or take the contact point out."));
  }
  for (const Item* end : c.story.all<AgreementEnd>()) {
    if (is_before(end->as<AgreementEnd>()->date(), agreement.valid_from()))
      add(c.errors, "valid_from", N_("The agreement ended on {1}. Correct this day, or the day of its end."), plain(end->as<AgreementEnd>()->date()));
  }
}

void check_end(Checking& c, const AgreementEnd& end) {
  const auto* agreement = c.story.last<Agreement>();
  if (c.stands_already<AgreementEnd>()) add(c.errors, "date", N_("The end of this agreement stands there already. Correct it instead of writing another one."));
  if (agreement == nullptr) return;
  const std::string& began = agreement->valid_from().empty() ? agreement->signed_() : agreement->valid_from();
  if (is_before(end.date(), began)) add(c.errors, "date", N_("The agreement began on {1} and cannot end before. Correct this day, or correct the agreement."), plain(began));
  if (end.replaced_by() == c.story.file.text()) add(c.errors, "replaced_by", N_("An agreement does not take its own place. Choose another one."));
  if (end.how() != "replaced" && !end.replaced_by().empty()) add(c.errors, "replaced_by", N_("Leave this empty, or say that another agreement took its place."));
}

void check_commission(Checking& c, const Commission& commission) {
  c.not_in_the_future("founded", commission.founded());
  if (commission.level() != "national" && commission.region().empty()) add(c.errors, "region", N_("Write the region, or choose the national level."));
  std::string first;
  for (const Item* meeting : c.story.all<Meeting>()) {
    const std::string& day = meeting->as<Meeting>()->date();
    if (first.empty() || day < first) first = day;
  }
  if (is_before(first, commission.founded()))
    add(c.errors, "founded", N_("A meeting of {1} lies before this day. Correct this day, or the day of that meeting."), plain(first));
}

void check_meeting_times(Checking& c, const Meeting& meeting) {
  const auto* commission = c.story.last<Commission>();
  if (commission != nullptr && is_before(meeting.date(), commission->founded()))
    add(c.errors, "date", N_("The commission was founded on {1}, and cannot meet before. Correct this day, or the day on which it was founded."), plain(commission->founded()));
  if (meeting.state() == "held" && is_before(c.today, meeting.date()))
    add(c.errors, "state", N_("This meeting lies ahead. Leave it as planned until it was held, or correct its day."));
  if (meeting.kind() != "written" && meeting.place().empty())
    add(c.errors, "place", N_("Write the place, or how people join from afar; or choose a meeting in writing."));
  if (meeting.state() != "held") {
    for (int i = 0; i < meeting.people_size(); ++i) {
      const std::string& came = meeting.people(i).came();
      if (came == "present" || came == "deputy" || came == "absent")
        if (is_before(c.today, meeting.date()))
          add(c.errors, schema::row_name("people", i) + "-came", N_("The meeting lies ahead: nobody took part yet. Choose “Invitation sent”, or leave it empty."));
    }
  }
}

// What decisions rest on must not go away under them.
void check_meeting_keeps_decisions(Checking& c, const Meeting& meeting) {
  if (c.corrected == nullptr) return;
  const auto decisions = decisions_of(c.story, *c.corrected);
  if (decisions.empty()) return;
  if (meeting.state() == "cancelled")
    add(c.errors, "state", N_("Decisions of this meeting are written down, so it was held. Drop them with a reason first, or leave the meeting as it is."));
  for (const Item* item : decisions) {
    const auto* decision = item->as<MeetingDecision>();
    if (standing_of(c.story, *item).state == "dropped") continue;
    if (is_before(decision->due(), meeting.date())) {
      add(c.errors, "date", N_("A decision of this meeting is due on {1}, before this day. Correct this day, or that decision."), plain(decision->due()));
      break;
    }
  }
  for (const Item* item : decisions) {
    const std::string& question = item->as<MeetingDecision>()->question();
    const bool kept = question.empty() || std::any_of(meeting.agenda().begin(), meeting.agenda().end(), [&](const auto& one) { return one.number() == question; });
    if (kept) continue;
    add(c.errors, "agenda", N_("A decision stands on question {1}, which is no longer on the agenda. Put the question back, or correct the decision first."), question);
    break;
  }
}

void check_decision(Checking& c, const MeetingDecision& decision) {
  const Item* item = item_of<Meeting>(c.story, decision.meeting());
  if (item == nullptr) {
    add(c.errors, "text", N_("The meeting of this decision is not there. Go back to the commission and choose the meeting."));
    return;
  }
  const auto* meeting = item->as<Meeting>();
  if (meeting->state() == "cancelled")
    add(c.errors, "text", N_("This meeting was cancelled and decided nothing. Correct the state of the meeting, or write the decision to another one."));
  else if (is_before(c.today, meeting->date()))
    add(c.errors, "text", N_("This meeting lies ahead. Write its decisions down when it was held, or correct its day."));
  if (is_before(decision.due(), meeting->date()))
    add(c.errors, "due", N_("This day lies before the meeting of {1}. Write a later day, or leave it empty."), plain(meeting->date()));
  const auto& agenda = meeting->agenda();
  if (!decision.question().empty() && std::none_of(agenda.begin(), agenda.end(), [&](const auto& one) { return one.number() == decision.question(); }))
    add(c.errors, "question", N_("There is no such question on the agenda. Write its number as it stands there, or leave this empty."));
}

void check_evidence(Checking& c, const WorkProgress& progress) {
  for (int i = 0; i < progress.evidence_size(); ++i) c.not_in_the_future(schema::row_name("evidence", i) + "-date", progress.evidence(i).date());
}

// Evidence of other days than the one under correction.
std::size_t evidence_beside(const Checking& c, const Item& work) {
  std::size_t out = 0;
  for (const Item* item : progress_of(c.story, work)) {
    if (item != c.corrected) out += static_cast<std::size_t>(item->as<WorkProgress>()->evidence_size());
  }
  return out;
}

// An action under a recommendation that was found fulfilled: what carries the verdict stays.
bool carries_a_verdict(const Story& story, const Item& work) {
  const auto* action = work.as<RecommendedAction>();
  const Item* recommendation = action == nullptr ? nullptr : item_of<Recommendation>(story, action->recommendation());
  const Item* verdict = recommendation == nullptr ? nullptr : verdict_on(story, *recommendation);
  return verdict != nullptr && verdict->as<RecommendationVerdict>()->verdict() == "fulfilled";
}

void check_progress(Checking& c, const WorkProgress& progress) {
  const Item* work = item_of<MeetingDecision>(c.story, progress.work());
  if (work == nullptr) work = item_of<RecommendedAction>(c.story, progress.work());
  if (work == nullptr) {
    add(c.errors, "state", N_("The decision or action is not there. Go back to the list and choose it again."));
    return;
  }
  c.not_in_the_future("date", progress.date());
  check_evidence(c, progress);
  if (const auto* decision = work->as<MeetingDecision>()) {
    const Item* meeting = item_of<Meeting>(c.story, decision->meeting());
    if (meeting != nullptr && is_before(progress.date(), meeting->as<Meeting>()->date()))
      add(c.errors, "date", N_("This day lies before the meeting of {1} that decided it. Write a later day."), plain(meeting->as<Meeting>()->date()));
  }
  if (progress.state() == "done" && progress.evidence_size() == 0 && evidence_beside(c, *work) == 0)
    add(c.errors, "evidence", N_("Nothing shows yet that it is done. Write down a letter, an order, a figure or a visit; or choose “In work”."));
  if (progress.state() == "dropped" && progress.note().empty()) add(c.errors, "note", N_("Write why it is dropped."));
  // After something was done or dropped, the way back needs a reason.
  const bool was_over = c.corrected == nullptr && standing_of(c.story, *work).is_over();
  if (was_over && (progress.state() == "open" || progress.state() == "in_work") && progress.note().empty())
    add(c.errors, "note", N_("It was over already. Write why it is taken up again."));
  if (carries_a_verdict(c.story, *work) && (progress.state() == "open" || progress.state() == "in_work"))
    add(c.errors, "state", N_("The recommendation was found fulfilled. Write another conclusion first, then take the action up again."));
}

void check_report(Checking& c, const PublishedReport& report) {
  c.not_in_the_future("published", report.published());
  const std::string& year = report.year();
  if (year.size() != 4 || year < "1990" || year > std::to_string(std::stoi(c.today.substr(0, 4)) + 1))
    add(c.errors, "year", N_("Write the year of the report with four digits, like 2026."));
}

void check_action(Checking& c, const RecommendedAction& action) {
  const Item* recommendation = item_of<Recommendation>(c.story, action.recommendation());
  if (recommendation == nullptr) {
    add(c.errors, "text", N_("The recommendation of this action is not there. Go back to the report and choose it."));
    return;
  }
  const auto* report = c.story.last<PublishedReport>();
  if (report != nullptr && is_before(action.due(), report->published()))
    add(c.errors, "due", N_("This day lies before the report of {1}. Write a later day, or leave it empty."), plain(report->published()));
  const Item* verdict = verdict_on(c.story, *recommendation);
  if (c.corrected == nullptr && verdict != nullptr && verdict->as<RecommendationVerdict>()->verdict() == "fulfilled")
    add(c.errors, "text", N_("This recommendation was found fulfilled. Write another conclusion first, then add actions."));
}

void check_verdict(Checking& c, const RecommendationVerdict& verdict) {
  const Item* recommendation = item_of<Recommendation>(c.story, verdict.recommendation());
  if (recommendation == nullptr) {
    add(c.errors, "verdict", N_("The recommendation is not there. Go back to the report and choose it."));
    return;
  }
  c.not_in_the_future("date", verdict.date());
  if (verdict.verdict() != "fulfilled") return;
  const Progress progress = progress_on(c.story, *recommendation, c.today);
  if (progress.evidence == 0)
    add(c.errors, "verdict", N_("Nothing shows yet that it is fulfilled. Write an action down with its evidence, or choose “Partly fulfilled”."));
  else if (progress.open() > 0)
    add(c.errors, "verdict", N_("An action is still open. Finish it with evidence, or drop it with a reason; or choose “Partly fulfilled”."));
}

}  // namespace

std::vector<schema::FieldError> check(const Story& story, const google::protobuf::Message& message, Date today, EntryId corrects) {
  Checking c{story, to_iso(today), corrects.is_nil() ? nullptr : story.find(corrects), {}};
  const FileKind kind = kind_of_file(story);
  const FileKind wanted = kind_for(*message.GetDescriptor());
  const bool begins = kind == FileKind::none && story.items.empty();
  const bool is_head = message.GetDescriptor() == Agreement::descriptor() || message.GetDescriptor() == Commission::descriptor() ||
                       message.GetDescriptor() == PublishedReport::descriptor();
  // One agreement, commission or report in each file, and nothing in it that belongs elsewhere.
  if (is_head ? !(begins || (c.corrected != nullptr && kind == wanted)) : (wanted != FileKind::none && kind != wanted) || begins) {
    add(c.errors, "", N_("This does not belong here. Go back to the list and begin there."));
    return c.errors;
  }
  if (const auto* agreement = dynamic_cast<const Agreement*>(&message)) check_agreement(c, *agreement);
  if (const auto* end = dynamic_cast<const AgreementEnd*>(&message)) check_end(c, *end);
  if (const auto* commission = dynamic_cast<const Commission*>(&message)) check_commission(c, *commission);
  if (const auto* meeting = dynamic_cast<const Meeting*>(&message)) {
    check_meeting_times(c, *meeting);
    check_meeting_keeps_decisions(c, *meeting);
  }
  if (const auto* decision = dynamic_cast<const MeetingDecision*>(&message)) check_decision(c, *decision);
  if (const auto* progress = dynamic_cast<const WorkProgress*>(&message)) check_progress(c, *progress);
  if (const auto* report = dynamic_cast<const PublishedReport*>(&message)) check_report(c, *report);
  if (const auto* action = dynamic_cast<const RecommendedAction*>(&message)) check_action(c, *action);
  if (const auto* verdict = dynamic_cast<const RecommendationVerdict*>(&message)) check_verdict(c, *verdict);
  return c.errors;
}

}  // namespace arasha::cooperation

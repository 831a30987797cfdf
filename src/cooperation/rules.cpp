#include "cooperation/rules.h"

#include <algorithm>

#include "base/catalogue.h"

namespace arasha::cooperation {
namespace {

bool leads_to(const Story& story, const std::string& reference, const Item& item) {
  const auto id = EntryId::from_text(reference);
  return id && story.find(*id) == &item;
}

std::string question_of(const Item& decision) { return decision.as<MeetingDecision>()->question(); }

}  // namespace

FileKind kind_for(const google::protobuf::Descriptor& type) {
  if (&type == Agreement::descriptor() || &type == AgreementEnd::descriptor()) return FileKind::agreement;
  if (&type == Commission::descriptor() || &type == Meeting::descriptor() || &type == MeetingDecision::descriptor()) return FileKind::commission;
  if (&type == PublishedReport::descriptor() || &type == Recommendation::descriptor() || &type == RecommendedAction::descriptor() ||
      &type == RecommendationVerdict::descriptor()) return FileKind::report;
  return FileKind::none;
}

FileKind kind_of_file(const Story& story) {
  if (story.last<Agreement>() != nullptr) return FileKind::agreement;
  if (story.last<Commission>() != nullptr) return FileKind::commission;
  if (story.last<PublishedReport>() != nullptr) return FileKind::report;
  return FileKind::none;
}

std::string reference_to(const Item& item) { return item.first().id.text(); }

std::vector<const Item*> progress_of(const Story& story, const Item& work) {
  std::vector<const Item*> out;
  for (const Item* item : story.all<WorkProgress>()) {
    if (leads_to(story, item->as<WorkProgress>()->work(), work)) out.push_back(item);
  }
  std::reverse(out.begin(), out.end());
  std::stable_sort(out.begin(), out.end(), [](const Item* a, const Item* b) { return a->as<WorkProgress>()->date() > b->as<WorkProgress>()->date(); });
  return out;
}

Standing standing_of(const Story& story, const Item& work) {
  Standing out;
  const auto said = progress_of(story, work);
  for (const Item* item : said) out.evidence += static_cast<std::size_t>(item->as<WorkProgress>()->evidence_size());
  if (said.empty()) return out;
  out.state = said.front()->as<WorkProgress>()->state();
  // Since when it is so: the oldest of the days on which the same was said.
  for (const Item* item : said) {
    if (item->as<WorkProgress>()->state() != out.state) break;
    out.since = item->as<WorkProgress>()->date();
  }
  return out;
}

std::vector<const Item*> decisions_of(const Story& story, const Item& meeting) {
  std::vector<const Item*> out;
  for (const Item* item : story.all<MeetingDecision>()) {
    if (leads_to(story, item->as<MeetingDecision>()->meeting(), meeting)) out.push_back(item);
  }
  return out;
}

std::vector<const Item*> actions_of(const Story& story, const Item& recommendation) {
  std::vector<const Item*> out;
  for (const Item* item : story.all<RecommendedAction>()) {
    if (leads_to(story, item->as<RecommendedAction>()->recommendation(), recommendation)) out.push_back(item);
  }
  return out;
}

const Item* verdict_on(const Story& story, const Item& recommendation) {
  const Item* out = nullptr;
  for (const Item* item : story.all<RecommendationVerdict>()) {
    if (!leads_to(story, item->as<RecommendationVerdict>()->recommendation(), recommendation)) continue;
    if (out == nullptr || out->as<RecommendationVerdict>()->date() <= item->as<RecommendationVerdict>()->date()) out = item;
  }
  return out;
}

std::string number_on_protocol(const Story& story, const Item& decision) {
  const Item* meeting = item_of<Meeting>(story, decision.as<MeetingDecision>()->meeting());
  if (meeting == nullptr) return {};
  const auto& agenda = meeting->as<Meeting>()->agenda();
  const std::string question = question_of(decision);
  int place = 0;
  for (int i = 0; i < agenda.size(); ++i) {
    if (!question.empty() && agenda[i].number() == question) place = i + 1;
  }
  int count = 0;
  for (const Item* one : decisions_of(story, *meeting)) {
    if (question_of(*one) == question) ++count;
    if (one == &decision) break;
  }
  return place == 0 ? std::to_string(count) : std::to_string(place) + "." + std::to_string(count);
}

namespace {
constexpr char kNoPlace = '?';
}  // namespace

std::string question_at(const Meeting& meeting, const std::string& place) {
  if (place.empty()) return place;
  for (int i = 0; i < meeting.agenda_size(); ++i) {
    if (std::to_string(i + 1) == place) return meeting.agenda(i).number();
  }
  return kNoPlace + place;
}

std::string place_of(const Meeting& meeting, const std::string& question) {
  for (int i = 0; i < meeting.agenda_size(); ++i) {
    if (meeting.agenda(i).number() == question) return std::to_string(i + 1);
  }
  return !question.empty() && question.front() == kNoPlace ? question.substr(1) : question;
}

Progress progress_on(const Story& story, const Item& recommendation, const std::string& today) {
  Progress out;
  for (const Item* action : actions_of(story, recommendation)) {
    const Standing standing = standing_of(story, *action);
    const std::string& due = action->as<RecommendedAction>()->due();
    ++out.actions;
    out.evidence += standing.evidence;
    if (standing.state == "done") ++out.done;
    else if (standing.state == "dropped") ++out.dropped;
    else if (!due.empty() && due < today) ++out.late;
  }
  return out;
}

Result<void> obey(const Story& story, const google::protobuf::Message& message, Date today, EntryId corrects) {
  const auto errors = check(story, message, today, corrects);
  if (errors.empty()) return {};
  return errors.front().error;
}

}  // namespace arasha::cooperation

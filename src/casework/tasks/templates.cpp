#include "casework/tasks/templates.h"

#include <algorithm>
#include <charconv>

#include "arasha/entries.pb.h"
#include "arasha/legal.pb.h"
#include "casework/changes.h"
#include "casework/own_file.h"
#include "casework/plan/approval.h"
#include "casework/plan/rules.h"
#include "casework/rules.h"
#include "vault/destruction.h"

namespace arasha::casework {
namespace {

constexpr int kTries = 16;

const char* event_code(pack::Event event) {
  switch (event) {
    case pack::FIRST_CONTACT: return "first_contact";
    case pack::IDENTIFICATION: return "identification";
    case pack::PLAN_APPROVED: return "plan_approved";
    case pack::STAY_GRANTED: return "stay_granted";
    case pack::DEPARTURE: return "departure";
    case pack::CASE_CLOSED: return "closure";
    default: return "";
  }
}

TaskSet set_of_pack(const pack::TaskSet& set, Language language) {
  TaskSet out;
  out.key = "set-" + set.id();
  out.tasks.set_set(set.id());
  out.tasks.set_name(pack::in_language(set.title(), language));
  out.tasks.set_event(event_code(set.event()));
  out.tasks.set_used("yes");
  for (const pack::TaskSet::Task& task : set.tasks()) {
    TaskTemplate::Line& line = *out.tasks.add_tasks();
    line.set_what(pack::in_language(task.title(), language));
    // In the reader's own language it stands once: what she changes there must be what she sees.
    if (language != Language::ru) line.set_what_ru(task.title().ru());
    if (language != Language::kk) line.set_what_kk(task.title().kk());
    if (language != Language::en) line.set_what_en(task.title().en());
    line.set_days(std::to_string(std::abs(task.days())));
    line.set_when(task.days() < 0 ? "before" : "after");
    line.set_who(task.who() == pack::TaskSet::Task::USER ? "user" : "owner");
    line.set_priority(task.urgent() ? "urgent" : "ordinary");
  }
  return out;
}

int days_of(const TaskTemplate::Line& line) {
  int out = 0;
  std::from_chars(line.days().data(), line.days().data() + line.days().size(), out);
  return line.when() == "before" ? -out : out;
}

Date days_after(Date day, int days) { return Date(std::chrono::sys_days(day) + std::chrono::days(days)); }

std::optional<Date> day_in(const std::string& iso) {
  const auto day = date_from_iso(iso);
  return day ? std::optional(*day) : std::nullopt;
}

bool may_stay(const std::string& status) {
  return status == "resident" || status == "temporary" || status == "victim_permit" || status == "visa" || status == "refugee";
}

// "event.day.": what every task of a set for this event begins with.
std::string mark_of(std::string_view event, Date day) { return std::string(event) + "." + to_iso(day) + "."; }

std::optional<Date> approval_day(const Story& story) {
  const Item* plan = standing_plan(story);
  if (plan == nullptr) return std::nullopt;
  const ApprovalCourse course = approval_of(story, *plan);
  if (course.state != ApprovalState::approved || course.decided == nullptr) return std::nullopt;
  return date_of(course.decided->latest().time);
}

}  // namespace

std::vector<TaskSet> task_sets(const Story& own, const pack::Contents& norms, Date today, Language language) {
  std::vector<TaskSet> out;
  std::vector<std::string> taken;
  for (const Item* item : own.all<TaskTemplate>()) {
    const auto* set = item->as<TaskTemplate>();
    out.push_back({item->first().id.text(), item->latest().id, *set});
    taken.push_back(set->set());
  }
  for (const pack::TaskSet* set : pack::all_on(norms.task_sets(), today)) {
    if (std::find(taken.begin(), taken.end(), set->id()) == taken.end()) out.push_back(set_of_pack(*set, language));
  }
  return out;
}

const TaskSet* find_set(const std::vector<TaskSet>& sets, std::string_view key) {
  const auto found = std::find_if(sets.begin(), sets.end(), [&](const TaskSet& one) { return one.key == key; });
  return found == sets.end() ? nullptr : &*found;
}

const std::string& text_of(const TaskTemplate::Line& line, Language language) {
  const std::string& other = language == Language::ru ? line.what_ru() : language == Language::kk ? line.what_kk() : line.what_en();
  return other.empty() ? line.what() : other;
}

const std::vector<std::string>& template_events() {
  static const std::vector<std::string> all = {"first_contact", "identification", "plan_approved", "stay_granted", "departure", "closure"};
  return all;
}

std::optional<Date> event_day(const Story& story, std::string_view event) {
  if (event == "first_contact") {
    const auto* contact = story.last<FirstContact>();
    return contact == nullptr ? std::nullopt : day_in(contact->date());
  }
  if (event == "identification") {
    const Item* decision = newest<Identification>(story);
    return decision == nullptr ? std::nullopt : day_in(decision->as<Identification>()->date());
  }
  if (event == "plan_approved") return approval_day(story);
  if (event == "stay_granted") {
    const Item* stay = newest<LegalStatus>(story);
    const bool granted = stay != nullptr && may_stay(stay->as<LegalStatus>()->status());
    return granted ? day_in(stay->as<LegalStatus>()->date()) : std::nullopt;
  }
  if (event == "departure") {
    const auto* journey = story.last<Return>();
    return journey == nullptr ? std::nullopt : day_in(journey->departure());
  }
  const Closure* closure = event == "closure" ? standing_closure(story) : nullptr;
  return closure == nullptr ? std::nullopt : day_in(closure->date());
}

std::vector<std::string> events_without_tasks(const Story& story, Date today, int days) {
  std::vector<std::string> out;
  const bool is_closed = standing_closure(story) != nullptr;
  for (const std::string& event : template_events()) {
    if (is_closed != (event == "closure")) continue;
    const auto day = event_day(story, event);
    if (!day || days_after(*day, days) < today) continue;
    const auto all = story.all<Task>();
    const bool used = std::any_of(all.begin(), all.end(), [&](const Item* item) { return item->as<Task>()->from_set().starts_with(mark_of(event, *day)); });
    if (!used) out.push_back(event);
  }
  return out;
}

std::vector<OfferedTask> offered_tasks(const Story& story, const TaskSet& set, Date event, Language language, MemberId user) {
  std::vector<OfferedTask> out;
  for (const TaskTemplate::Line& line : set.tasks.tasks()) {
    OfferedTask one;
    one.task.set_what(text_of(line, language));
    one.task.set_due(to_iso(days_after(event, days_of(line))));
    if (line.who() == "user") one.task.set_member(user.text());
    if (line.priority() == "urgent") one.task.set_priority("urgent");
    one.task.set_from_set(mark_of(set.tasks.event(), event) + set.key);
    const std::string& constant = line.what_en().empty() ? line.what() : line.what_en();
    const crypto::Hash hash = crypto::fingerprint("arasha/task-of-set/v1", {story.file.bytes(), view(one.task.from_set()), view(constant), view(line.days()), view(line.when())});
    one.once = *EntryId::from_bytes(BytesView(hash).first(EntryId::kSize));
    one.written = story.find(one.once) != nullptr;
    out.push_back(std::move(one));
  }
  return out;
}

FileId template_file(const vault::Vault& vault) { return vault::file_named(vault.organization(), "task-sets"); }

Result<Story> own_sets(vault::Vault& vault, const vault::Keyring& by) {
  const FileId file = template_file(vault);
  if (!vault.may_open(by, file, ASSISTANCE)) return Story();
  TRY(opened, open_own_file(vault, by, file));
  return tell(opened);
}

Result<void> save_set(vault::Vault& vault, const vault::Keyring& by, const TaskTemplate& set, EntryId seen, EntryId once) {
  Result<void> answer;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY(opened, open_own_file(vault, by, template_file(vault)));
    TRY(story, tell(opened));
    if (!once.is_nil() && story.has(once, set)) return {};
    const Item* item = seen.is_nil() ? nullptr : story.find(seen);
    if (!seen.is_nil() && (item == nullptr || item->latest().id != seen)) {
      return Error(ErrorCode::conflict, "Somebody else changed this a moment ago. Compare both and save what is right.");
    }
    // Two people who make the same set of the pack their own: the second one sees the first one's.
    for (const Item* other : story.all<TaskTemplate>()) {
      if (seen.is_nil() && !set.set().empty() && other->as<TaskTemplate>()->set() == set.set()) {
        return Error(ErrorCode::conflict, "Somebody else changed this a moment ago. Compare both and save what is right.");
      }
    }
    const bool taken = !once.is_nil() && story.find(once) != nullptr;
    answer = vault.append(by, {into_own_file(opened, entry_for(set, seen, taken ? EntryId() : once))});
    if (answer || answer.error().code != ErrorCode::conflict) break;
  }
  return answer;
}

}  // namespace arasha::casework

// Sets of tasks that follow an event (docs/tasks.md): the country pack's, and those that the organisation made its own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "arasha/retention.pb.h"
#include "arasha/tasks.pb.h"
#include "casework/story.h"
#include "pack/pack.h"

namespace arasha::casework {

struct TaskSet {
  std::string key;        // in addresses; keeps its value while the set is corrected
  EntryId version;        // nil: it stands in the country pack only
  TaskTemplate tasks;
  bool is_offered() const { return tasks.used() != "no"; }
};

// Those of the organisation first, then those of the pack that it did not make its own. Pure.
std::vector<TaskSet> task_sets(const Story& own, const pack::Contents& norms, Date today, Language language);
const TaskSet* find_set(const std::vector<TaskSet>& sets, std::string_view key);

const std::string& text_of(const TaskTemplate::Line& line, Language language);

// The events from which a set may count, as codes of template_event; and the day of one in a case, none: it did not happen.
const std::vector<std::string>& template_events();
std::optional<Date> event_day(const Story& story, std::string_view event);
// Those that happened at most so many days ago, or are to come, and after which no set was used.
std::vector<std::string> events_without_tasks(const Story& story, Date today, int days);

// A task that a set gives a case, and the id with which it is written, so that the same set gives it once.
struct OfferedTask {
  Task task;
  EntryId once;
  bool written = false;  // it stands in the case, perhaps corrected since
};
std::vector<OfferedTask> offered_tasks(const Story& story, const TaskSet& set, Date event, Language language, MemberId user);

// --- The file of the organisation
FileId template_file(const vault::Vault& vault);
// An empty story where nobody changed anything, or where the file is closed to `by`.
Result<Story> own_sets(vault::Vault& vault, const vault::Keyring& by);
// `seen`: the version that the person had before her eyes; nil: a new set. `conflict` when a newer one stands there. Sent twice
// with the same `once` it is written once.
Result<void> save_set(vault::Vault& vault, const vault::Keyring& by, const TaskTemplate& set, EntryId seen, EntryId once);

}  // namespace arasha::casework

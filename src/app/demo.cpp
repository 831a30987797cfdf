// Example data: an organisation in Almaty with its people and their cases at every stage. Nobody in it exists.
#include <algorithm>
#include <map>
#include <ostream>

#include "app/commands.h"
#include "app/demo_clues.h"
#include "app/demo_cooperation.h"
#include "app/demo_course.h"
#include "app/demo_directory.h"
#include "app/demo_documents.h"
#include "app/demo_intake.h"
#include "app/demo_keeping.h"
#include "app/demo_letters.h"
#include "app/demo_names.h"
#include "app/demo_oversight.h"
#include "app/demo_own.h"
#include "app/demo_plan.h"
#include "app/demo_returning.h"
#include "arasha/facts.pb.h"
#include "casework/cases.h"
#include "casework/changes.h"
#include "casework/own/drafts.h"
#include "pack/shelf.h"
#include "statistics/derive_facts.h"
#include "vault/alias.h"

namespace arasha::app {
namespace {

constexpr std::string_view kPassphrase = "example passphrase for everybody";
constexpr int kDays = 420;
constexpr int kManyCases = 20;
constexpr int kFewCases = 10;

// Stands where the story stands: what is written on a Monday in March says so.
class StoryClock : public Clock {
 public:
  Time now() const override { return now_; }
  void set(Time now) { now_ = now; }

 private:
  Time now_{};
};

using vault::CircleKind;
struct Worker {
  const char* name;
  const char* what;                  // a msgid
  std::vector<CircleKind> circles;
  bool administrator = false;
};
const std::vector<Worker>& workers() {
  // The first seven write into cases, in the order of DemoRole.
  static const std::vector<Worker> all = {
      {"Сауле", N_("director and steward, in every circle"), {}},
      {"Айгерим", N_("caseworker"), {CircleKind::casework, CircleKind::referral}},
      {"Данияр", N_("caseworker"), {CircleKind::casework}},
      {"Марина", N_("psychologist"), {CircleKind::health, CircleKind::duty}},
      {"Ержан", N_("lawyer"), {CircleKind::legal, CircleKind::duty}},
      {"Гульнара", N_("on duty in the shelter"), {CircleKind::duty}},
      {"Олжас", N_("operator of the hotline"), {CircleKind::hotline}},
      {"Динара", N_("analyst, sees facts for counting only"), {CircleKind::statistics}},
      {"Тимур", N_("auditor, sees who read what"), {CircleKind::auditors}},
      {"Сергей", N_("system administrator, in no circle"), {}, true}};
  return all;
}

class Example {
 public:
  Example(vault::Vault& vault, StoryClock& clock, const DemoArguments& arguments, Time now)
      : vault_(vault), clock_(clock), random_(arguments.seed), count_(arguments.cases), now_(now) {
    period_.first_day = Date(std::chrono::floor<std::chrono::days>(now) - std::chrono::days(kDays));
    period_.now = kDays * kSlotsOfDay;
    while (period_.now < (kDays + 1) * kSlotsOfDay - 1 && time_of(period_.now + 1) <= now) ++period_.now;
    if (time_of(period_.now) > now) --period_.now;
  }

  Result<void> write() {
    clock_.set(Time(std::chrono::sys_days(period_.first_day) - std::chrono::days(1)));
    TRY_VOID(people());
    TRY(organisations, demo_directory(vault_, keyrings_[1]));
    // Before the others, so that the clock does not go back. Few cases stay few: tests count them.
    if (count_ >= kManyCases) {
      TRY_VOID(demo_keeping(vault_, {keyrings_[0], keyrings_[1], time_of(0), time_of(0) + std::chrono::days(kDays / 2), [this](Time time) { clock_.set(time); }}));
    }
    // Two that everybody meets stand in the place of the last ones.
    const int drawn = count_ < kFewCases ? count_ : count_ - 2;
    for (int i = 0; i < drawn; ++i) {
      const bool again = i > 10 && chance(random_, 5);
      const int place = again ? static_cast<int>(pick_index(random_, cases_.size())) : -1;
      const DemoCase* earlier = place < 0 ? nullptr : &cases_[static_cast<std::size_t>(place)];
      const bool may_come_again = earlier != nullptr && !earlier->restricted && earlier->person_of < 0 && earlier->events.back().slot < period_.now;
      cases_.push_back(may_come_again ? demo_case_again(random_, period_, *earlier, place) : demo_case(random_, period_));
    }
    if (drawn < count_) {
      cases_.push_back(demo_way_home(period_));
      cases_.push_back(demo_child_asks_asylum(period_));
    }
    TRY_VOID(entries());
    TRY_VOID(demo_directory_checks(vault_, keyrings_[1], organisations));
    TRY_VOID(erasures());
    TRY_VOID(own_form());
    TRY_VOID(documents());
    TRY_VOID(links());
    TRY_VOID(watched());
    TRY_VOID(demo_cooperation({vault_, keyrings_[0], keyrings_[1], now_}));
    TRY_VOID(readings());
    clock_.set(now_ - std::chrono::hours(2));
    TRY_VOID(demo_messages(vault_));
    clock_.set(now_);
    return {};
  }

 private:
  // Nine, eleven, thirteen, fifteen, seventeen and twenty o'clock in Almaty (UTC+5).
  Time time_of(int slot) const {
    constexpr int kHours[] = {4, 6, 8, 10, 12, 15};
    return Time(std::chrono::sys_days(period_.first_day)) + std::chrono::days(slot / kSlotsOfDay) + std::chrono::hours(kHours[slot % kSlotsOfDay]);
  }

  Result<void> people() {
    TRY(steward, vault_.sign_in(workers().front().name, kPassphrase));
    keyrings_.push_back(std::move(steward));
    TRY_VOID(vault_.change_setting(keyrings_.front(), pack::kPackSetting, "kz"));
    TRY_VOID(demo_forms(vault_, keyrings_.front()));
    for (auto& [name, value] : demo_letterheads()) TRY_VOID(vault_.change_setting(keyrings_.front(), name, value));
    const auto state = vault_.directory();
    for (std::size_t i = 1; i < workers().size(); ++i) {
      const Worker& worker = workers()[i];
      TRY(invitation, vault_.add_member(keyrings_.front(), worker.name, worker.administrator));
      TRY(keyring, vault_.activate(worker.name, invitation.code, kPassphrase));
      TRY_VOID(vault_.verify_member(keyrings_.front(), keyring.member(), vault_.directory()->member(keyring.member())->keys));
      for (const CircleKind kind : worker.circles) TRY_VOID(vault_.join_circle(keyrings_.front(), state->circle(kind)->id, keyring.member(), false));
      TRY_VOID(vault_.refresh(keyring));
      keyrings_.push_back(std::move(keyring));
    }
    return {};
  }

  struct Files {
    explicit Files(std::shared_ptr<casework::GrowingFile> who) : person(std::move(who)), own(crypto::random_id<FileId>()) {}
    std::shared_ptr<casework::GrowingFile> person;  // one for all cases of a person
    casework::GrowingFile own;
    std::string alias = vault::random_alias();
    std::vector<EntryId> written;  // by event
  };

  struct Turn {
    std::size_t of_case;
    std::size_t event;
  };

  // What one person writes between two looks at the clock goes into the store together. With many cases the clock is
  // looked at more rarely, so that their number does not become a number of syncs; `run` keeps the order inside a case.
  struct When {
    int window;
    int run;
    DemoRole author;
    auto operator<=>(const When&) const = default;
  };
  int window_slots() const { return count_ <= 500 ? 1 : kSlotsOfDay * std::max(1, count_ / 500); }

  Result<void> entries() {
    std::map<When, std::vector<Turn>> turns;
    const int size = window_slots();
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      When when{-1, 0, DemoRole::director};
      for (std::size_t e = 0; e < cases_[i].events.size(); ++e) {
        const DemoEvent& event = cases_[i].events[e];
        const int window = event.slot / size;
        if (window != when.window) when = {window, 0, event.author};
        else if (event.author != when.author) when = {window, when.run + 1, event.author};
        turns[when].push_back({i, e});
      }
      const int earlier = cases_[i].person_of;
      files_.emplace_back(earlier < 0 ? std::make_shared<casework::GrowingFile>(crypto::random_id<FileId>()) : files_[static_cast<std::size_t>(earlier)].person);
    }
    for (const auto& [when, batch] : turns) {
      clock_.set(std::min(now_, time_of(std::min(period_.now, (when.window + 1) * size - 1)) + std::chrono::minutes(size == 1 ? 0 : when.run)));
      TRY_VOID(write_batch(when.author, batch));
    }
    clock_.set(now_);
    return {};
  }

  Result<void> write_batch(DemoRole author, const std::vector<Turn>& batch) {
    const vault::Keyring& by = keyrings_[static_cast<std::size_t>(author)];
    std::vector<vault::FileChange> changes;
    std::size_t last = cases_.size();
    const auto finish = [&](std::size_t of_case) -> Result<void> {
      if (of_case == cases_.size()) return {};
      Files& files = files_[of_case];
      TRY_VOID(take(*files.person, cases_[of_case], by, changes));
      return take(files.own, cases_[of_case], by, changes);
    };
    for (const Turn& turn : batch) {
      if (turn.of_case != last) TRY_VOID(finish(last));
      last = turn.of_case;
      TRY_VOID(put(cases_[turn.of_case], cases_[turn.of_case].events[turn.event], files_[turn.of_case]));
    }
    TRY_VOID(finish(last));
    return vault_.append(by, changes);
  }

  Result<void> take(casework::GrowingFile& file, const DemoCase& of, const vault::Keyring& by, std::vector<vault::FileChange>& changes) {
    TRY(change, file.take(by.member(), clock_.now()));
    if (change.entries.empty()) return {};
    if (of.restricted) change.only_members = {keyrings_[0].member(), keyrings_[1].member()};
    changes.push_back(std::move(change));
    return {};
  }

  Result<void> put(const DemoCase& of, const DemoEvent& event, Files& files) {
    if (files.written.empty()) begin(of, files);
    casework::GrowingFile& file = event.of_person ? *files.person : files.own;
    const EntryId amends = event.corrects < 0 ? EntryId() : files.written[static_cast<std::size_t>(event.corrects)];
    if (event.message == nullptr) return put_facts(of, files);
    if (auto* assignment = dynamic_cast<Assignment*>(event.message.get())) {
      assignment->set_member(keyrings_[assignment->member() == kDemoFirstWorker ? 1 : 2].member().text());
    }
    if (event.about >= 0) refer(*event.message, files.written[static_cast<std::size_t>(event.about)].text());
    files.written.push_back(file.add(*event.message, amends));
    return {};
  }

  void begin(const DemoCase& of, Files& files) {
    CaseOpened opened;
    opened.set_alias(files.alias);
    opened.set_person(files.person->file().text());
    opened.set_provenance("own");
    CaseForShift known;
    known.set_alias(files.alias);
    known.set_person(files.person->file().text());
    files.own.add(opened);
    files.own.add(known);
    files.own.open(LEGAL);
    if (of.person_of < 0) files.person->open(HEALTH);
  }

  Result<void> put_facts(const DemoCase& of, Files& files) {
    TRY(story, files.own.story());
    statistics::CaseEntries entries;
    entries.identity = of.identity.get();
    entries.first_contact = story.last<FirstContact>();
    entries.exploitation = story.last<Exploitation>();
    const auto earlier = story.all<Facts>();
    files.written.push_back(files.own.add(statistics::derive_facts(entries, date_of(clock_.now())), earlier.empty() ? EntryId() : earlier.front()->latest().id));
    return {};
  }

  Result<void> erasures() {
    casework::Cases cases(vault_);
    for (std::size_t i = 0; i < files_.size(); i += 31) {
      TRY(story, files_[i].own.story());
      const auto notes = story.all<Note>();
      if (notes.empty()) continue;
      TRY_VOID(cases.erase(keyrings_.front(), files_[i].own.file(), notes.front()->latest().id));
    }
    return {};
  }

  Result<void> links() {
    const auto& worker = keyrings_[static_cast<std::size_t>(DemoRole::caseworker)];
    const auto& lawyer = keyrings_[static_cast<std::size_t>(DemoRole::lawyer)];
    std::vector<FileId> open;
    for (std::size_t i = 0; i < cases_.size() && open.size() < 3; ++i) {
      if (!cases_[i].restricted && !files_[i].written.empty() && cases_[i].person_of < 0) open.push_back(files_[i].own.file());
    }
    if (open.size() == 3) TRY_VOID(demo_screening(vault_, worker, open.front()));
    return demo_clues(vault_, worker, lawyer, open);
  }

  // Before the readings of these days: the reading record stands in the order of its time.
  Result<void> watched() {
    std::vector<FileId> files;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      if (!cases_[i].restricted) files.push_back(files_[i].own.file());
    }
    return demo_oversight(random_, {vault_, keyrings_, files, now_, [this](Time time) { clock_.set(time); }});
  }

  Result<void> documents() {
    for (std::size_t i = 1; i < files_.size(); i += 7) {
      TRY_VOID(demo_documents(vault_, keyrings_.front(), files_[i].own.file(), date_of(clock_.now())));
    }
    return {};
  }

  // A form that the organisation made itself, filled in for a few.
  Result<void> own_form() {
    const OwnFormDefinition definition = demo_own_form();
    TRY_VOID(casework::put_into_use(vault_, keyrings_.front(), {{0, definition}}));
    const auto form = casework::current_form(*vault_.directory(), definition.name());
    casework::Cases cases(vault_);
    for (std::size_t i = 2; i < files_.size() && i < 60; i += 7) {
      const auto message = form->new_message();
      answer_own_form(*message, static_cast<int>(i));
      TRY_VOID(cases.add(keyrings_.front(), files_[i].own.file(), *message));
    }
    return {};
  }

  // So that the auditor has something to look at.
  Result<void> readings() {
    for (int i = 0; i < 40 && !files_.empty(); ++i) {
      clock_.set(now_ - std::chrono::minutes(40 * (41 - i)));
      const vault::Keyring& by = keyrings_[random_() % kDemoRoles];
      const bool one_file = chance(random_, 70);
      const FileId file = files_[pick_index(random_, files_.size())].own.file();
      TRY_VOID(vault_.record(by, one_file ? vault::Action::opened : vault::Action::listed, one_file ? file : FileId(), one_file ? 1 : 25));
    }
    clock_.set(now_);
    return {};
  }

  vault::Vault& vault_;
  StoryClock& clock_;
  std::mt19937 random_;
  int count_;
  Time now_;
  DemoPeriod period_;
  std::vector<vault::Keyring> keyrings_;
  std::vector<DemoCase> cases_;
  std::vector<Files> files_;
};

void print_sign_ins(Terminal& terminal, const DemoArguments& arguments) {
  const Catalogue& words = terminal.words;
  terminal.out << words.text(N_("Example data is in {1}: an organisation that does not exist, with {2} cases."),
                             {arguments.data.string(), std::to_string(arguments.cases)})
               << "\n"
               << words.text(N_("Sign in with one of these names and the passphrase: {1}"), {std::string(kPassphrase)}) << "\n\n";
  for (const Worker& worker : workers()) {
    terminal.out << "  " << worker.name << " – " << words.text(worker.what) << '\n';
  }
  terminal.out << '\n';
}

}  // namespace

Result<void> demo(Terminal& terminal, const DemoArguments& arguments) {
  const Time now = SystemClock().now();
  StoryClock clock;
  clock.set(now - std::chrono::days(kDays + 2));
  vault::Vault::InitOptions options;
  options.organization = "Example centre";
  options.steward = workers().front().name;
  options.password = kPassphrase;
  options.cost.memory_mib = 64;  // example data; a real organisation takes 256
  TRY(made, vault::Vault::init(arguments.data, options, clock));
  TRY(opened, vault::Vault::open(arguments.data, clock));
  opened->set_password_cost(options.cost);
  TRY_VOID(Example(*opened, clock, arguments, now).write());
  print_sign_ins(terminal, arguments);
  return {};
}

}  // namespace arasha::app

// Papers as PDF: a plan of ten pages and a person's own copy with 300 entries, beside an empty page of the same library.
#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "arasha/plan.pb.h"
#include "casework/letters/compose.h"
#include "organization.h"
#include "paper/typeset.h"

namespace {

using namespace arasha;
using bench::must;

constexpr int kTimes = 100;
constexpr const char* kSentence = "Адам өз елінде оқуын жалғастырғысы келеді; человек хочет вернуться домой к детям и найти работу рядом с ними. ";

// A story as the vault would tell it.
class Written {
 public:
  Written() { view_.file = crypto::random_id<FileId>(); }
  template <class MessageType>
  void put(const MessageType& message) {
    casework::Item item;
    item.type = schema::entry_type_of<MessageType>().number;
    item.compartment = schema::entry_type_of<MessageType>().compartment;
    casework::Version version;
    version.seq = view_.story.length++;
    version.id = crypto::random_id<EntryId>();
    version.time = from_milliseconds(1'790'000'000'000 + version.seq * 3'600'000LL);
    version.message = std::make_shared<MessageType>(message);
    item.versions.push_back(std::move(version));
    view_.story.items.push_back(std::move(item));
  }
  casework::CaseView view_;
};

void say(const char* what, const paper::Typeset& made, std::vector<double> milliseconds, std::vector<double> processor) {
  std::sort(milliseconds.begin(), milliseconds.end());
  std::sort(processor.begin(), processor.end());
  fmt::print("  {:24} {:>3} pages, {:>4} KB: p50 {:>6.1f} ms, p99 {:>6.1f} ms ({} times); of the processor p50 {:>6.1f} ms\n", what, made.pages, made.pdf.size() / 1024,
             milliseconds[milliseconds.size() / 2], milliseconds[milliseconds.size() * 99 / 100], milliseconds.size(), processor[processor.size() / 2]);
}

template <class Make>
void many(const char* what, const Make& make) {
  std::vector<double> times;
  std::vector<double> processor;
  paper::Typeset made;
  for (int i = 0; i < kTimes; ++i) {
    const bench::Measure measure;
    made = must(paper::typeset(make()));
    times.push_back(measure.seconds() * 1e3);
    processor.push_back(measure.processor_seconds() * 1e3);
  }
  say(what, made, std::move(times), std::move(processor));
}

}  // namespace

int main() {
  bench::Organization organization;
  const auto state = organization.vault().directory();
  const Catalogue& words = Catalogue::of(Language::kk);
  const Time now = from_milliseconds(1'795'000'000'000);
  Written written;
  IndividualPlan plan;
  plan.set_date("2026-09-15");
  plan.set_agrees("agrees");
  for (int i = 0; i < 10; ++i) plan.mutable_words()->append(kSentence);
  for (int i = 0; i < 12; ++i) {
    auto* goal = plan.add_goals();
    goal->set_number(std::to_string(i + 1));
    goal->set_goal(std::string(kSentence) + kSentence);
    goal->set_need("documents");
    for (int j = 0; j < 10; ++j) {
      auto* step = goal->add_steps();
      step->set_step(std::string(kSentence));
      step->set_provider("Қамқорлық орталығының заңгері");
      step->set_by("2026-12-01");
    }
  }
  written.put(plan);
  const casework::Material with_plan{written.view_, *state, "Saule", now, date_of(now)};
  PaperMade wish;
  wish.set_language("kk");

  paper::Document empty;
  empty.made = now;
  must(paper::typeset(empty));  // the fonts are opened once for the whole life of the program
  many("baseline: an empty page", [&] { return empty; });
  wish.set_kind("plan");
  many("plan for signature", [&] { return casework::compose(words, wish, with_plan); });

  Written story;
  std::mt19937 random(7);
  for (int i = 0; i < 200; ++i) {
    Note note;
    for (std::size_t j = 0; j < 1 + random() % 4; ++j) note.mutable_text()->append(kSentence);
    story.put(note);
  }
  for (int i = 0; i < 100; ++i) {
    ServiceGiven service;
    service.set_kind("social_domestic");
    service.set_date("2026-10-01");
    service.set_quantity("1");
    service.set_unit("night");
    service.set_provider("Приют");
    service.set_funding("own");
    story.put(service);
  }
  const casework::Material with_story{story.view_, *state, "Saule", now, date_of(now)};
  wish.set_kind("own_copy");
  many("own copy of 300 entries", [&] { return casework::compose(words, wish, with_story); });
  return 0;
}

// The course of one example case, from the first contact to wherever it has come by today: who wrote what, and when.
// Pure, and the same for the same random numbers.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <random>
#include <vector>

#include "app/demo_texts.h"
#include "arasha/entries.pb.h"
#include "base/time.h"

namespace arasha::app {

// Who writes into cases.
enum class DemoRole { director, caseworker, second_caseworker, psychologist, lawyer, duty, hotline };
inline constexpr std::size_t kDemoRoles = 7;

// Days are cut into six working times: 9, 11, 13, 15, 17 and 20 o'clock. A slot counts them from a first day.
inline constexpr int kSlotsOfDay = 6;

// Stand in an Assignment for the member that the writer of the example knows.
inline constexpr const char* kDemoFirstWorker = "first";
inline constexpr const char* kDemoSecondWorker = "second";

struct DemoPerson {
  DemoKind kind = DemoKind::building;
  bool woman = false;
  bool minor = false;
  const char* language = "uz";  // of the name
  const char* citizenship = "UZ";
};

struct DemoEvent {
  int slot = 0;
  DemoRole author = DemoRole::caseworker;
  bool of_person = false;                              // else of the case
  std::shared_ptr<google::protobuf::Message> message;  // null: derive the facts from what stands there
  int corrects = -1;                                   // the place of an earlier event in the list
  int about = -1;                                      // the place of the event to which the entry refers, its last version
};

struct DemoCase {
  DemoPerson person;
  std::shared_ptr<Identity> identity;
  std::vector<DemoEvent> events;  // in the order of time; the first ones open the files
  int person_of = -1;             // an earlier case of the same person
  bool restricted = false;        // to the director and the first caseworker
};

struct DemoPeriod {
  Date first_day;
  int now = 0;  // the slot of the present moment
};

DemoCase demo_case(std::mt19937& random, const DemoPeriod& period);
// The same person, back again after the end of `earlier`: closed or not, it is another case.
DemoCase demo_case_again(std::mt19937& random, const DemoPeriod& period, const DemoCase& earlier, int place);

}  // namespace arasha::app

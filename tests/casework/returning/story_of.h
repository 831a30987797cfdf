// A story with a return in it.
#pragma once

#include "arasha/consent.pb.h"
#include "arasha/legal.pb.h"
#include "arasha/plan.pb.h"
#include "arasha/tasks.pb.h"
#include "casework/plan/approval.h"
#include "casework/returning/rules.h"
#include "casework/written_story.h"

namespace arasha::casework {

class ReturnStory : public WrittenStory {
 protected:
  static ReturnAssessment assessment(const char* date, const char* result = "safe") {
    ReturnAssessment out;
    out.set_date(date);
    out.set_assessed_by("Aigerim");
    out.set_there("asked");
    out.set_result(result);
    return out;
  }
  static ReturnPlan plan(const char* contact = "not_yet") {
    ReturnPlan out;
    out.set_date("2026-11-12");
    out.set_partner("Istiqbolli Avlod");
    out.set_country("UZ");
    out.set_contact(contact);
    return out;
  }
  static ReturnOptions options() {
    ReturnOptions out;
    out.set_date("2026-11-10");
    out.add_options("stay");
    out.set_explained_by("Aigerim");
    return out;
  }
  // Signed, ours, and a day of departure that is to come.
  static Return journey(const char* departure = "2026-12-01") {
    Return out;
    out.set_decision("wants");
    out.set_signed_on("2026-11-11");
    out.set_kind("assisted");
    out.set_country("UZ");
    out.set_departure(departure);
    return out;
  }
  void everything_before_departure() {
    write(options());
    write(assessment("2026-11-12"));
    write(plan());
  }
  EntryId event(const char* date) {
    SafetyEvent out;
    out.set_date(date);
    out.set_kind("threat");
    return write(out);
  }
  void approve(EntryId version, std::uint8_t by = 2) {
    Approval out;
    out.set_version(version.text());
    out.set_decision("approved");
    write(out, by);
  }
  void asylum(const char* date, const char* state) {
    LegalStatus out;
    out.set_date(date);
    out.set_status("irregular");
    out.set_asylum(state);
    write(out);
  }
  void agree(const char* partner, const char* answer = "given") {
    Consent out;
    out.set_purpose("return");
    out.set_recipient(partner);
    out.set_answer(answer);
    out.set_date("2026-11-01");
    out.add_groups("identity");
    write(out);
  }
  // The first sentence with which the departure is refused; empty: it is not.
  std::string why(const Return& one) const {
    for (const auto& error : check(story_, one, kToday)) {
      if (error.field == "departure") return error.error.text;
    }
    return {};
  }
  StepState state(ReturnStep step, const Minor& person = {}) const {
    for (const StepOfReturn& one : steps_of_return(story_, person, kToday)) {
      if (one.step == step) return one.state;
    }
    ADD_FAILURE() << "no such step: " << title_of(step);
    return StepState::open;
  }
  // The title of the next step; empty: none.
  std::string next(const Minor& person = {}) const {
    const auto steps = steps_of_return(story_, person, kToday);
    const StepOfReturn* one = next_step(steps);
    return one == nullptr ? "" : title_of(one->step);
  }
};

}  // namespace arasha::casework

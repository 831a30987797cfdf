#include "casework/closing/rules.h"

#include <algorithm>

#include "arasha/documents.pb.h"
#include "arasha/entries.pb.h"
#include "arasha/legal.pb.h"
#include "arasha/tasks.pb.h"
#include "base/catalogue.h"
#include "casework/consent/outflow.h"
#include "casework/documents/rules.h"
#include "casework/mistakes.h"
#include "casework/plan/approval.h"

namespace arasha::casework {
namespace {

class Open {
 public:
  Open(const Story& story, Date today) : story_(story), today_(today) {}

  std::vector<Obligation> all() {
    tasks();
    law();
    journey();
    papers();
    consents();
    approvals();
    return std::move(out_);
  }

 private:
  void add(const char* text, const std::string& value = {}, const char* vocabulary = "") {
    out_.push_back({text, value, vocabulary});
  }

  void tasks() {
    for (const Item* item : story_.all<Task>()) {
      if (item->as<Task>()->done().empty()) add(N_("Task: {1}"), item->as<Task>()->what());
    }
    for (const Item* item : story_.all<CaseConference>()) {
      for (const auto& decision : item->as<CaseConference>()->decisions()) {
        if (decision.done().empty()) add(N_("Decided in a conference: {1}"), decision.what());
      }
    }
  }

  void law() {
    const std::string today = to_iso(today_);
    for (const Item* item : story_.all<Claim>()) {
      const std::string& state = item->as<Claim>()->state();
      const bool over =
          state == "paid" || state == "refused" || state == "withdrawn" || state == "uncollectable";
      if (!over) add(N_("Claim for money that is not paid: {1}"), item->as<Claim>()->kind(), "claim_kind");
    }
    for (const Item* item : story_.all<Proceeding>()) {
      if (item->as<Proceeding>()->closed().empty())
        add(N_("Proceeding that goes on: {1}"), item->as<Proceeding>()->kind(), "proceeding_kind");
    }
    for (const Item* item : story_.all<Hearing>()) {
      const auto* hearing = item->as<Hearing>();
      if (hearing->held().empty() || hearing->held() == "planned")
        add(N_("Still to come: {1}"), hearing->what(), "hearing_kind");
    }
    if (const Item* item = newest<ReflectionPeriod>(story_)) {
      const auto* period = item->as<ReflectionPeriod>();
      if (period->ended().empty() && period->until() >= today) add(N_("The reflection period still runs"));
    }
  }

  void journey() {
    const auto* journey = story_.last<Return>();
    if (journey == nullptr || journey->departure().empty()) return;
    if (journey->arrival().empty())
      add(N_("The person has left, and nobody wrote down the arrival"));
    else if (newest<RetraffickingCheck>(story_) == nullptr)
      add(N_("Nobody asked since the return whether the person is exploited again"));
  }

  // A passport that stays behind is a person without papers.
  void papers() {
    for (const Item* item : story_.all<PaperKept>()) {
      const auto* paper = item->as<PaperKept>();
      const PaperState state = state_of(*paper);
      if (state == PaperState::kept || state == PaperState::kept_unconfirmed) add(N_("A paper of the person that lies with us: {1}"), paper->what(), "kept_paper_kind");
    }
  }

  void consents() {
    for (const StandingConsent& one : standing_consents(story_, today_)) {
      if (one.state == ConsentState::given && goes_outside(one.consent->purpose()))
        add(N_("A consent that still stands, for: {1}"), one.consent->recipient());
    }
  }

  void approvals() {
    if (const auto waiting = awaiting_approval(story_); waiting > 0)
      add(N_("A colleague was asked for approval and has not answered"));
  }

  const Story& story_;
  Date today_;
  std::vector<Obligation> out_;
};

}  // namespace

std::vector<Obligation> open_obligations(const Story& story, Date today) {
  return Open(story, today).all();
}

void check_closing(const google::protobuf::Message& entry, Date today, Errors& errors) {
  const auto* interview = dynamic_cast<const ExitInterview*>(&entry);
  if (interview == nullptr) return;
  not_in_the_future(errors, "date", interview->date(), to_iso(today));
  const bool answered =
      !interview->satisfaction().empty() || !interview->helped().empty() || !interview->missing().empty();
  if (interview->held() != "held" && answered)
    add(errors, "held",
        N_("There are answers below. Say that the interview took place, or leave the answers empty."));
}

}  // namespace arasha::casework

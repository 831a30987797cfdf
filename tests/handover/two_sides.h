// Two organisations, cases in one of them, and what travels between them.
#pragma once

#include "casework/cases.h"
#include "casework/rules.h"
#include "exchange/houses.h"
#include "handover/flow.h"
#include "handover/pages.h"
#include "schema/entry_types.h"

namespace arasha::handover {

using exchange::House;
using exchange::must;

class TwoSides : public exchange::Introduced {
 protected:
  void SetUp() override {
    Introduced::SetUp();
    prepare(at_a_, *a_);
    prepare(at_b_, *b_);
    thread_ = crypto::random_id<ThreadId>();
  }
  static void prepare(exchange::Handlers& handlers, House& house) {
    handlers = {};
    referral::add_handlers(handlers, house.vault());
    add_handlers(handlers, house.vault());
  }

  FileId make_case(const std::string& given, bool with_consent = true, const casework::OnlyMembers& only = std::nullopt) {
    Identity identity;
    identity.set_given_name(given);
    identity.set_birth_date("1995-02-03");
    FirstContact contact;
    contact.set_date("2026-05-01");
    contact.add_sources("police");
    contact.set_danger("none");
    contact.set_summary("what " + given + " said");
    const auto made = must(casework::Cases(a_->vault()).open_case(a_->first(), identity, contact, {}, only));
    if (with_consent) consent(made.case_file);
    return made.case_file;
  }
  void consent(FileId file, const std::string& answer = "given") {
    Consent out;
    out.set_purpose("handover");
    out.set_recipient("beta");
    out.set_answer(answer);
    out.set_date(to_iso(today()));
    if (answer == "given") {
      for (const char* group : {"identity", "contact", "family", "what_happened", "services", "risk", "health", "legal", "photograph", "whereabouts"}) out.add_groups(group);
    }
    must(casework::Cases(a_->vault()).add(a_->first(), file, out));
  }
  void note(FileId file, const std::string& text) {
    Note out;
    out.set_text(text);
    must(casework::Cases(a_->vault()).add(a_->first(), file, out));
  }
  Look look(FileId file) { return must(look_at(a_->vault(), a_->first(), file, "beta", thread_)); }
  HandoverTerms terms() const {
    HandoverTerms out;
    out.set_reason("successor");
    out.set_day(to_iso(Date(std::chrono::sys_days(today()) + std::chrono::days(10))));
    out.set_answer_by(to_iso(Date(std::chrono::sys_days(today()) + std::chrono::days(5))));
    out.set_contact("Сауле, 8 700 000 00 00");
    HandoverThing* keys = out.add_things();
    keys->set_what("Ключи от квартиры");
    keys->set_amount("3");
    return out;
  }
  Result<referral::Sent> offer_of(const std::vector<FileId>& files) {
    std::vector<Look> looks;
    for (const FileId file : files) looks.push_back(look(file));
    return offer(a_->vault(), a_->first(), thread_, b_->id(), terms(), looks, files.size() > 1);
  }
  Result<referral::Sent> b_says(const HandoverMessage& message) { return say(b_->vault(), b_->first(), thread_, message); }
  Result<referral::Sent> a_says(const HandoverMessage& message) { return say(a_->vault(), a_->first(), thread_, message); }
  void accept() {
    HandoverMessage message;
    message.mutable_answer()->set_answer("accepted");
    must(b_says(message));
  }
  // The whole handover of these, up to the sent cases lying at the receiver's.
  void bring(const std::vector<FileId>& files) {
    must(offer_of(files));
    deliver();
    accept();
    deliver();
    EXPECT_TRUE(must(go_on(a_->vault(), a_->first(), thread_, kLong)).stuck.empty());
    deliver();
  }
  static bool never(const std::string&) { return false; }
  Went take(const std::vector<std::uint32_t>& numbers) { return must(take_over(b_->vault(), b_->first(), never, thread_, numbers, {}, kLong)); }
  void settle_a() { must(settle(a_->vault(), a_->first(), thread_)); }

  ThreadCard card(House& house) { return must(referral::card_of(house.vault(), house.first(), exchange::file_of(house.vault(), thread_))); }
  HandoverCard details(House& house) { return details_of(card(house)); }
  std::string state(House& house, std::uint32_t number) {
    const HandoverCard all = details(house);
    const HandoverCaseCard* one = case_of(all, number);
    return one == nullptr ? "none" : case_state(all, *one);
  }
  casework::Story story(House& house, FileId file) { return must(casework::Cases(house.vault()).read(house.first(), file)); }
  FileId case_at_b(std::uint32_t number) { return must(FileId::from_text(case_of(std::as_const(last_ = details(*b_)), number)->case_file())); }
  Date today() const { return date_of(clock_.now()); }

  static constexpr Duration kLong = std::chrono::minutes(1);
  ThreadId thread_;
  HandoverCard last_;
};

}  // namespace arasha::handover

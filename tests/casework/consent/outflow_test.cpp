#include "casework/consent/outflow.h"

#include <gtest/gtest.h>

#include "base/catalogue.h"
#include "casework/consent/rules.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

constexpr Date kToday{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(24)};
const MemberId kSaule = MemberId::from_array({1});
const MemberId kTemir = MemberId::from_array({2});

Date day(const char* iso) {
  return *date_from_iso(iso);
}

// A story as the vault would tell it, made without one.
class OutflowTest : public ::testing::Test {
 protected:
  template <class MessageType>
  EntryId write(const MessageType& message, MemberId author = kSaule) {
    Item item;
    item.type = schema::entry_type_of<MessageType>().number;
    item.compartment = schema::entry_type_of<MessageType>().compartment;
    item.versions.push_back(version(message, author));
    story_.items.push_back(item);
    return story_.items.back().latest().id;
  }
  template <class MessageType>
  EntryId correct(EntryId before, const MessageType& message, MemberId author = kSaule) {
    Item& item = story_.items[static_cast<std::size_t>(story_.find(before) - story_.items.data())];
    item.versions.push_back(version(message, author));
    return item.latest().id;
  }
  EntryId answer(const char* said, const char* date, std::vector<std::string> groups = {},
                 const char* until = "", const char* recipient = "IOM Almaty", const char* by = "person") {
    Consent consent;
    consent.set_purpose("iom_unhcr");
    consent.set_recipient(recipient);
    consent.set_answer(said);
    consent.set_date(date);
    consent.set_valid_until(until);
    consent.set_given_by(by);
    consent.mutable_groups()->Assign(groups.begin(), groups.end());
    return write(consent);
  }
  static SharingOverride proposal() {
    SharingOverride out;
    out.set_purpose("iom_unhcr");
    out.set_recipient("IOM Almaty");
    out.add_groups("identity");
    out.add_groups("health");
    out.set_ground("life");
    out.set_reason("x");
    out.set_date("2026-11-20");
    out.set_valid_until("2026-11-24");
    return out;
  }
  EntryId confirm(EntryId proposal, MemberId author) {
    SharingConfirmed confirmed;
    confirmed.set_proposal(proposal.text());
    confirmed.set_date("2026-11-21");
    return write(confirmed, author);
  }
  void withhold(const char* who, const char* since = "2026-11-10") {
    WithheldFrom withheld;
    withheld.set_who(who);
    withheld.set_reason("harm_self");
    withheld.set_date(since);
    write(withheld);
  }
  Decision ask(std::vector<std::string> groups = {"identity"}, Date when = kToday, Age age = Age::adult,
               const char* recipient = "IOM Almaty") const {
    return decide(story_, {"iom_unhcr", recipient, std::move(groups)}, age, when);
  }
  Story story_;

 private:
  template <class MessageType>
  Version version(const MessageType& message, MemberId author) {
    Version out;
    out.seq = story_.length++;
    out.id = EntryId::from_array({static_cast<std::uint8_t>(story_.length)});
    out.author = author;
    out.message = std::make_shared<MessageType>(message);
    return out;
  }
};

TEST_F(OutflowTest, NothingLeavesWithoutHavingBeenAsked) {
  EXPECT_EQ(ask().refusal, Refusal::no_consent);
  EXPECT_EQ(ask().source, nullptr);
  // Another recipient, another purpose.
  answer("given", "2026-10-01", {"identity"}, "", "UNHCR");
  Consent police;
  police.set_purpose("police");
  police.set_recipient("IOM Almaty");
  police.set_answer("given");
  police.add_groups("identity");
  write(police);
  EXPECT_EQ(ask().refusal, Refusal::no_consent);
}

TEST_F(OutflowTest, WhatIsNotNamedIsNotPermitted) {
  answer("given", "2026-10-01", {"identity"});
  EXPECT_TRUE(ask().permitted());
  for (const Outflow& outflow : {Outflow{"", "IOM Almaty", {"identity"}},
                                 {"iom_unhcr", "", {"identity"}},
                                 {"iom_unhcr", "  \t", {"identity"}},
                                 {"iom_unhcr", "IOM Almaty", {}},
                                 {"iom_unhcr", "IOM Almaty", {"identity", "everything"}},
                                 {"iom_unhcr", "IOM Almaty", {""}}}) {
    EXPECT_EQ(decide(story_, outflow, Age::adult, kToday).refusal, Refusal::incomplete);
  }
}

TEST_F(OutflowTest, EachGroupIsNamed) {
  const EntryId id = answer("given", "2026-10-01", {"identity", "services"});
  const Decision permitted = ask({"services", "identity"});
  EXPECT_TRUE(permitted.permitted());
  EXPECT_EQ(permitted.ground, Ground::consent);
  ASSERT_NE(permitted.source, nullptr);
  EXPECT_EQ(permitted.source->latest().id, id);
  const Decision refused = ask({"identity", "health", "photograph"});
  EXPECT_EQ(refused.refusal, Refusal::not_covered);
  EXPECT_EQ(refused.uncovered, (std::vector<std::string>{"health", "photograph"}));
}

// A consent from before there were groups.
TEST_F(OutflowTest, AnOldConsentPermitsWhatArrangesHelpAndNoMore) {
  answer("given", "2026-10-01");
  for (const schema::Vocabulary& list : schema::vocabularies()) {
    if (std::string_view(list.name) != "consent_fields") continue;
    for (const schema::Term& term : list.terms) {
      const std::string code = term.code;
      const bool enough = code == "identity" || code == "contact" || code == "services";
      EXPECT_EQ(ask({code}).permitted(), enough) << code;
    }
  }
}

TEST_F(OutflowTest, AnOldConsentThatSharesNothingStandsAndPermitsNothing) {
  for (const char* purpose :
       {"case_management", "statistics", "call_back", "interview", "research", "media"}) {
    story_ = {};
    Consent consent;
    consent.set_purpose(purpose);
    consent.set_recipient("Our centre");
    consent.set_answer("given");
    consent.set_date("2026-10-01");
    consent.set_valid_until("2026-11-24");
    write(consent);
    const auto stands = [&](Date when) { return standing_consents(story_, when)[0].state; };
    EXPECT_EQ(stands(kToday), ConsentState::given) << purpose;
    EXPECT_TRUE(standing_consents(story_, kToday)[0].groups.empty()) << purpose;
    EXPECT_EQ(stands(day("2026-11-25")), ConsentState::expired) << purpose;
    const Outflow outflow{purpose, "Our centre", {"identity"}};
    EXPECT_EQ(decide(story_, outflow, Age::adult, kToday).refusal, Refusal::not_covered) << purpose;
    consent.set_answer("withdrawn");
    consent.add_groups("health");
    write(consent);  // of something that was never part of it
    EXPECT_EQ(stands(kToday), ConsentState::given) << purpose;
    consent.clear_groups();
    write(consent);
    EXPECT_EQ(stands(kToday), ConsentState::withdrawn) << purpose;
  }
}

TEST_F(OutflowTest, HoldsOnItsLastDayAndNoLonger) {
  answer("given", "2026-10-01", {"identity"}, "2026-11-24");
  EXPECT_TRUE(ask().permitted());
  EXPECT_EQ(ask({"identity"}, day("2026-11-25")).refusal, Refusal::expired);
  EXPECT_TRUE(ask({"identity"}, day("2026-10-01")).permitted());
  EXPECT_EQ(ask({"identity"}, day("2026-09-30")).refusal, Refusal::no_consent);  // not given yet
}

TEST_F(OutflowTest, TheLaterAnswerCounts) {
  struct Step {
    const char* said;
    const char* date;
    std::vector<std::string> groups;
    Refusal identity;
    Refusal health;
  };
  const std::vector<Step> steps = {
      {"given", "2026-10-01", {"identity", "health"}, Refusal::none, Refusal::none},
      {"withdrawn", "2026-10-02", {"health"}, Refusal::none, Refusal::withdrawn},
      {"given", "2026-10-03", {"identity"}, Refusal::none, Refusal::withdrawn},
      {"given", "2026-10-04", {"health"}, Refusal::not_covered, Refusal::none},  // says everything anew
      {"refused", "2026-10-05", {}, Refusal::refused, Refusal::refused},
      {"given",
       "2026-10-05",
       {"identity", "health"},
       Refusal::none,
       Refusal::none},  // the same day, written later
      {"withdrawn", "2026-10-06", {}, Refusal::withdrawn, Refusal::withdrawn},
      {"given",
       "2026-10-04",
       {"identity"},
       Refusal::withdrawn,
       Refusal::withdrawn},                                                 // typed late, of an earlier day
      {"given", "", {"identity"}, Refusal::withdrawn, Refusal::withdrawn},  // of no day: before all others
  };
  for (const Step& step : steps) {
    answer(step.said, step.date, step.groups);
    EXPECT_EQ(ask({"identity"}).refusal, step.identity) << step.said << step.date;
    EXPECT_EQ(ask({"health"}).refusal, step.health) << step.said << step.date;
  }
  // What was given on an earlier day is judged by that day.
  EXPECT_TRUE(ask({"identity"}, day("2026-10-03")).permitted());
  // The most serious reason is said.
  EXPECT_EQ(ask({"identity", "photograph"}).refusal, Refusal::withdrawn);
}

TEST_F(OutflowTest, APartialNoBeforeAnyYes) {
  answer("refused", "2026-10-01", {"health"});
  EXPECT_EQ(ask({"health"}).refusal, Refusal::refused);
  EXPECT_EQ(ask({"identity"}).refusal, Refusal::no_consent);
}

TEST_F(OutflowTest, NamesAreComparedWithoutCaseAndBlanks) {
  answer("given", "2026-10-01", {"identity"}, "", " Посольство  Узбекистана ");
  for (const char* same : {"посольство узбекистана", "ПОСОЛЬСТВО УЗБЕКИСТАНА", "\tПосольство Узбекистана"}) {
    EXPECT_TRUE(ask({"identity"}, kToday, Age::adult, same).permitted()) << same;
  }
  EXPECT_EQ(ask({"identity"}, kToday, Age::adult, "ПосольствоУзбекистана").refusal, Refusal::no_consent);
}

TEST_F(OutflowTest, AChildsConsentIsTheGuardians) {
  struct Line {
    const char* by;
    const char* child_agrees;
    Refusal child;
  };
  for (const Line& line : {Line{"person", "", Refusal::no_guardian},
                           {"", "yes", Refusal::no_guardian},
                           {"other", "yes", Refusal::no_guardian},
                           {"guardian", "yes", Refusal::none},
                           {"guardian", "too_young", Refusal::none},
                           {"guardian", "", Refusal::none},
                           {"representative", "yes", Refusal::none},
                           {"person_and_guardian", "", Refusal::none},
                           {"guardian", "no", Refusal::child_disagrees},
                           {"person_and_guardian", "no", Refusal::child_disagrees}}) {
    story_ = {};
    Consent consent;
    consent.set_purpose("iom_unhcr");
    consent.set_recipient("IOM Almaty");
    consent.set_answer("given");
    consent.set_date("2026-10-01");
    consent.set_given_by(line.by);
    consent.set_child_agrees(line.child_agrees);
    consent.add_groups("identity");
    write(consent);
    EXPECT_EQ(ask({"identity"}, kToday, Age::child).refusal, line.child) << line.by << line.child_agrees;
    EXPECT_TRUE(ask().permitted());  // of an adult
    EXPECT_EQ(ask({"identity"}, kToday, Age::closed).refusal, Refusal::person_closed);
  }
}

TEST_F(OutflowTest, TheWithheldListBeatsEveryConsent) {
  answer("given", "2026-11-20", {"identity"});
  withhold(" iom  ALMATY");
  EXPECT_EQ(ask().refusal, Refusal::withheld);
  ASSERT_NE(ask().source, nullptr);
  EXPECT_NE(ask().source->as<WithheldFrom>(), nullptr);
  answer("given", "2026-11-21", {"identity"});
  EXPECT_EQ(ask().refusal, Refusal::withheld);
  EXPECT_EQ(ask({"identity"}, day("2026-11-09")).refusal, Refusal::no_consent);  // before it was withheld
}

TEST_F(OutflowTest, WithheldUntilADayOrUntilLifted) {
  answer("given", "2026-11-01", {"identity"});
  WithheldFrom withheld;
  withheld.set_who("IOM Almaty");
  withheld.set_date("2026-11-10");
  withheld.set_until("2026-11-23");
  const EntryId id = write(withheld);
  EXPECT_TRUE(ask().permitted());
  EXPECT_EQ(ask({"identity"}, day("2026-11-23")).refusal, Refusal::withheld);
  withheld.clear_until();
  correct(id, withheld);
  EXPECT_EQ(ask().refusal, Refusal::withheld);
  withheld.set_lifted("2026-11-24");
  correct(id, withheld);
  EXPECT_TRUE(ask().permitted());
  EXPECT_EQ(ask({"identity"}, day("2026-11-23")).refusal, Refusal::withheld);
}

TEST_F(OutflowTest, OnePersonAloneOverridesNothing) {
  const EntryId id = write(proposal(), kSaule);
  EXPECT_EQ(ask({"health"}).refusal, Refusal::no_consent);
  ASSERT_NE(ask({"health"}).waiting, nullptr);
  confirm(id, kSaule);  // her own
  EXPECT_EQ(ask({"health"}).refusal, Refusal::no_consent);
  confirm(id, kTemir);
  const Decision decision = ask({"health", "identity"});
  EXPECT_TRUE(decision.permitted());
  EXPECT_EQ(decision.ground, Ground::legal);
  EXPECT_EQ(decision.source->latest().id, id);
  EXPECT_EQ(standing_overrides(story_, kToday)[0].state, OverrideState::confirmed);
}

TEST_F(OutflowTest, AnOverrideHoldsForWhatItNamesAndUntilItsEnd) {
  confirm(write(proposal(), kSaule), kTemir);
  EXPECT_TRUE(ask({"health"}).permitted());
  EXPECT_TRUE(
      ask({"health"}, kToday, Age::child).permitted());  // a law that protects the child needs no guardian
  EXPECT_FALSE(ask({"health", "legal"}).permitted());
  EXPECT_FALSE(ask({"health"}, kToday, Age::adult, "UNHCR").permitted());
  EXPECT_FALSE(decide(story_, {"police", "IOM Almaty", {"health"}}, Age::adult, kToday).permitted());
  EXPECT_FALSE(ask({"health"}, day("2026-11-25")).permitted());  // its last day is over
  EXPECT_FALSE(ask({"health"}, day("2026-11-20")).permitted());  // before it was confirmed
}

TEST_F(OutflowTest, ACorrectedProposalIsConfirmedAnew) {
  SharingOverride wider = proposal();
  const EntryId first = write(wider, kSaule);
  confirm(first, kTemir);
  wider.add_groups("legal");
  const EntryId second = correct(first, wider, kSaule);
  EXPECT_FALSE(ask({"legal"}).permitted());
  EXPECT_FALSE(ask({"health"}).permitted());
  confirm(second, kTemir);
  EXPECT_TRUE(ask({"legal"}).permitted());
  // Who corrected it is no second person for it either.
  const EntryId third = correct(second, wider, kTemir);
  confirm(third, kTemir);
  confirm(third, kSaule);
  EXPECT_FALSE(ask({"legal"}).permitted());
}

TEST_F(OutflowTest, AnOverrideBeatsTheWithheldListOnlyWhenBothKnewOfIt) {
  const EntryId early = write(proposal(), kSaule);
  confirm(early, kTemir);
  withhold("IOM Almaty");
  EXPECT_EQ(ask({"health"}).refusal, Refusal::withheld);
  confirm(write(proposal(), kSaule), kTemir);
  EXPECT_TRUE(ask({"health"}).permitted());
}

TEST_F(OutflowTest, AnErasedAnswerPermitsNothing) {
  answer("given", "2026-10-01", {"identity"});
  story_.items[0].versions[0].erased = true;
  story_.items[0].versions[0].message = nullptr;
  EXPECT_EQ(ask().refusal, Refusal::no_consent);
}

TEST_F(OutflowTest, WhatStandsIsShownWithWhatMayBeShared) {
  answer("given", "2026-10-01", {"identity", "health"});
  answer("withdrawn", "2026-10-02", {"health"});
  answer("given", "2026-10-01", {"identity"}, "2026-11-01", "UNHCR");
  const auto standing = standing_consents(story_, kToday);
  ASSERT_EQ(standing.size(), 2U);
  EXPECT_EQ(standing[0].state, ConsentState::given);
  EXPECT_EQ(standing[0].groups, std::vector<std::string>{"identity"});
  EXPECT_EQ(standing[1].state, ConsentState::expired);
  answer("withdrawn", "2026-10-03");
  EXPECT_EQ(standing_consents(story_, kToday)[0].state, ConsentState::withdrawn);
}

// --- What may be written

using Fields = std::vector<std::string>;
Fields fields(const std::vector<schema::FieldError>& errors, const google::protobuf::Message& message) {
  Fields out;
  for (const auto& error : errors) {
    out.push_back(error.field);
    EXPECT_NE(message.GetDescriptor()->FindFieldByName(error.field), nullptr) << error.field;
  }
  return out;
}

TEST_F(OutflowTest, ARecordOfGivingRestsOnAPermission) {
  Shared shared;
  shared.set_date("2026-11-24");
  shared.set_purpose("iom_unhcr");
  shared.set_recipient("IOM Almaty");
  shared.add_groups("identity");
  shared.set_how("paper");
  EXPECT_EQ(fields(check(story_, shared, kToday), shared), Fields{"recipient"});
  answer("given", "2026-10-01", {"identity"});
  EXPECT_EQ(fields(check(story_, shared, kToday), shared),
            Fields{"recipient"});  // it does not say on what it rests
  put_ground(shared, ask());
  EXPECT_EQ(fields(check(story_, shared, kToday), shared), Fields{});
  shared.add_groups("health");
  EXPECT_EQ(fields(check(story_, shared, kToday), shared), Fields{"groups"});
  shared.mutable_groups()->RemoveLast();
  shared.set_date("2026-11-25");
  EXPECT_EQ(fields(check(story_, shared, kToday), shared), Fields{"date"});
  shared.set_date("2026-11-24");
  answer("withdrawn", "2026-11-24");
  EXPECT_EQ(fields(check(story_, shared, kToday), shared), Fields{"recipient"});
}

TEST_F(OutflowTest, DatesRunForward) {
  SharingOverride late = proposal();
  late.set_date("2026-11-25");
  EXPECT_EQ(fields(check(story_, late, kToday), late), (Fields{"date", "valid_until"}));
  WithheldFrom withheld;
  withheld.set_date("2026-11-20");
  withheld.set_until("2026-11-19");
  withheld.set_lifted("2026-11-19");
  EXPECT_EQ(fields(check(story_, withheld, kToday), withheld), (Fields{"until", "lifted", "lifted_why"}));
  withheld.set_until("");
  withheld.set_lifted("2026-11-25");
  withheld.set_lifted_why("x");
  EXPECT_EQ(fields(check(story_, withheld, kToday), withheld), Fields{"lifted"});
}

TEST_F(OutflowTest, OnlyWhatStandsIsConfirmed) {
  SharingConfirmed confirmed;
  const EntryId first = write(proposal());
  confirmed.set_proposal(first.text());
  EXPECT_EQ(fields(check(story_, confirmed, kToday), confirmed), Fields{});
  const EntryId second = correct(first, proposal());
  EXPECT_EQ(fields(check(story_, confirmed, kToday), confirmed),
            Fields{"proposal"});  // not what stands there now
  confirmed.set_proposal(second.text());
  EXPECT_EQ(fields(check(story_, confirmed, day("2026-11-25")), confirmed), Fields{"proposal"});  // over
  confirm(second, kTemir);
  EXPECT_EQ(fields(check(story_, confirmed, kToday), confirmed), Fields{"proposal"});  // once is enough
}

TEST_F(OutflowTest, ANewConsentSaysWhatWhoAndHow) {
  Consent consent;
  consent.set_purpose("police");
  consent.set_recipient("x");
  consent.set_answer("refused");
  EXPECT_EQ(fields(complete_consent(consent), consent), Fields{});
  consent.set_answer("given");
  EXPECT_EQ(fields(complete_consent(consent), consent), (Fields{"groups", "explained_by", "language"}));
  consent.add_groups("identity");
  consent.set_explained_by("Saule");
  consent.set_language("uz");
  EXPECT_EQ(fields(complete_consent(consent), consent), Fields{});
  consent.set_given_by("guardian");
  EXPECT_EQ(fields(complete_consent(consent), consent), (Fields{"guardian", "child_agrees"}));
  Consent own;
  own.set_purpose("case_management");
  own.set_answer("given");
  EXPECT_EQ(fields(complete_consent(own), own), Fields{});
  // What was written before is not refused for it.
  EXPECT_EQ(fields(check(story_, consent, kToday), consent), Fields{});
}

TEST_F(OutflowTest, Reminds) {
  const auto reminds = [&](Date when = kToday) {
    std::vector<Suggestion> out;
    suggest_about_consent(story_, when, out);
    return out.size();
  };
  EXPECT_EQ(reminds(), 0U);
  answer("given", "2026-10-01", {"identity"}, "2026-12-08");
  EXPECT_EQ(reminds(), 1U);  // in fourteen days
  EXPECT_EQ(reminds(day("2026-11-23")), 0U);
  EXPECT_EQ(reminds(day("2026-12-08")), 1U);
  EXPECT_EQ(reminds(day("2026-12-09")), 0U);  // over: it is asked again from the case
  withhold("IOM Almaty");
  EXPECT_EQ(reminds(), 2U);
  answer("withdrawn", "2026-11-24");
  EXPECT_EQ(reminds(), 0U);
}

TEST_F(OutflowTest, EveryRefusalSaysWhatToDo) {
  for (int i = 0; i <= static_cast<int>(Refusal::person_closed); ++i) {
    const std::string sentence = sentence_of(static_cast<Refusal>(i));
    EXPECT_FALSE(sentence.empty()) << i;
    for (const Language language : {Language::ru, Language::kk})
      EXPECT_NE(Catalogue::of(language).text(sentence.c_str()), sentence);
    EXPECT_NE(Shared::descriptor()->FindFieldByName(field_of(static_cast<Refusal>(i))), nullptr);
  }
}

}  // namespace
}  // namespace arasha::casework

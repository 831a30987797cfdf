#include "intake/conversation.h"

#include "intake/house.h"
#include "schema/entry_types.h"

namespace arasha::intake {
namespace {

// A file of the vault, as `open_file` would answer it.
class Talk {
 public:
  Talk& add(const google::protobuf::Message& message, std::uint8_t author = 1, bool erased = false) {
    vault::OpenedEntry entry;
    entry.header.seq = file_.length++;
    entry.header.id = EntryId::from_array({static_cast<std::uint8_t>(file_.length)});
    const auto* type = schema::entry_type(message.GetDescriptor()->name());
    entry.header.type = type->number;
    entry.header.compartment = type->compartment;
    entry.header.author = MemberId::from_array({author});
    entry.header.time = from_milliseconds(1'790'000'000'000) + std::chrono::days(file_.length);
    entry.state = erased ? vault::EntryState::erased : vault::EntryState::readable;
    if (!erased) entry.content = schema::serialise(message);
    file_.entries.push_back(std::move(entry));
    return *this;
  }
  Talk& step(const char* what, const char* reason = "", std::uint8_t author = 1) {
    IntakeStep one;
    one.set_what(what);
    one.set_reason(reason);
    return add(one, author);
  }
  Conversation folded() const { return fold(must(casework::tell(file_))); }

 private:
  vault::OpenedFile file_;
};

IntakeAddition addition(const char* text = "More") {
  IntakeAddition out;
  out.set_text(text);
  return out;
}
IntakeAnswer answer_of(const char* text = "Come") {
  IntakeAnswer out;
  out.set_text(text);
  return out;
}

TEST(ConversationFold, BeginsOpenedByWhoeverOpenedIt) {
  const Conversation talk = Talk().add(partner_message(), 3).folded();
  EXPECT_EQ(talk.state, "opened");
  EXPECT_EQ(talk.opened_by, MemberId::from_array({3}));
  EXPECT_FALSE(talk.waits);
  const IntakeCard card = card_of(talk);
  EXPECT_EQ(card.kind(), "partner");
  EXPECT_EQ(card.danger(), "immediate");
  EXPECT_EQ(card.organization(), "Embassy of Somewhere");
  EXPECT_EQ(card.member(), MemberId::from_array({3}).text());
}

TEST(ConversationFold, TakenAnsweredAddedSettled) {
  Talk talk;
  talk.add(public_message()).step("taken", "", 2);
  EXPECT_EQ(talk.folded().state, "taken");
  EXPECT_EQ(talk.folded().taken_by, MemberId::from_array({2}).text());
  talk.add(answer_of());
  EXPECT_FALSE(talk.folded().answered.empty());
  talk.add(addition());
  EXPECT_TRUE(talk.folded().waits);
  talk.step("not_for_us", "other_body");
  EXPECT_EQ(talk.folded().state, "not_for_us");
  EXPECT_EQ(talk.folded().reason, "other_body");
  EXPECT_FALSE(talk.folded().waits);
  EXPECT_TRUE(talk.folded().is_closed());
  talk.add(addition());
  EXPECT_TRUE(talk.folded().waits);  // what is settled comes up again
}

TEST(ConversationFold, ACaseStaysACase) {
  Talk talk;
  IntakeStep made;
  made.set_what("case");
  made.set_case_("somewhere");
  talk.add(public_message()).add(made).step("taken");
  EXPECT_EQ(talk.folded().state, "case");
  EXPECT_EQ(talk.folded().case_file, "somewhere");
}

TEST(ConversationFold, ErasedSaysNothing) {
  Talk talk;
  talk.add(public_message(), 1, true).step("spam");
  const Conversation folded = talk.folded();
  EXPECT_TRUE(folded.erased);
  EXPECT_EQ(folded.message, nullptr);
  EXPECT_EQ(folded.state, "spam");
  EXPECT_TRUE(card_of(folded).danger().empty());
  EXPECT_TRUE(first_contact_of(folded).fields().empty());
}

TEST(ConversationFold, OfAMessageThatWasChangedTheLaterCounts) {
  const Conversation talk = Talk().add(public_message("first")).add(public_message("second")).folded();
  EXPECT_EQ(text_of(*talk.message, "happened"), "second");
  EXPECT_EQ(talk.lines.size(), 2U);
}

TEST(IntakeSteps, MayFollowOrNot) {
  const auto may = [](const Talk& talk, const char* what, const char* reason = "") {
    IntakeStep step;
    step.set_what(what);
    step.set_reason(reason);
    return check_step(talk.folded(), step).is_ok();
  };
  Talk open;
  open.add(public_message());
  EXPECT_TRUE(may(open, "taken"));
  EXPECT_TRUE(may(open, "spam"));
  EXPECT_TRUE(may(open, "not_for_us", "other"));
  EXPECT_FALSE(may(open, "not_for_us"));
  EXPECT_FALSE(may(open, "not_for_us", "because"));
  EXPECT_FALSE(may(open, "opened"));
  EXPECT_FALSE(may(open, ""));
  Talk closed;
  closed.add(public_message()).step("closed");
  EXPECT_FALSE(may(closed, "taken"));
  closed.add(addition());
  EXPECT_TRUE(may(closed, "taken"));
  Talk made;
  made.add(public_message()).step("case");
  EXPECT_FALSE(may(made, "spam"));
  EXPECT_TRUE(may(made, "case"));
}

TEST(FirstContactOfAMessage, TakesOverWhatWasSaid) {
  const auto form = first_contact_of(Talk().add([] {
    PartnerMessage message = partner_message();
    message.set_form("embassy");
    message.set_language("ru");
    message.set_received("2026-09-21T10:15:00Z");
    return message;
  }()).add(addition("and-later-this")).folded());
  EXPECT_EQ(form.get("contact-danger"), "immediate");
  EXPECT_EQ(form.get("contact-sources"), "embassy");
  EXPECT_EQ(form.get("contact-how_reached"), "web_form");
  EXPECT_EQ(form.get("contact-language"), "ru");
  EXPECT_EQ(form.get("contact-date-day"), "21");
  EXPECT_EQ(form.get("contact-organization"), "Embassy of Somewhere, First secretary");
  EXPECT_EQ(form.get("contact-summary"), "happened-as-the-embassy-tells-it\n\nand-later-this");
  EXPECT_EQ(form.get("identity-given_name"), "Code 17");
  EXPECT_EQ(form.get("identity-age_band"), "18--20");
  EXPECT_EQ(form.get("identity-citizenships"), "UZ");
  // Everything that is filled in is a field of the form, and passes it.
  FirstContact contact;
  EXPECT_TRUE(schema::parse_form(form, contact, "contact-").empty());
  EXPECT_EQ(contact.organization(), "Embassy of Somewhere, First secretary");
  Identity identity;
  EXPECT_TRUE(schema::parse_form(form, identity, "identity-").empty());
  EXPECT_EQ(identity.languages(0), "uz");
}

}  // namespace
}  // namespace arasha::intake

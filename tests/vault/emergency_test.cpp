// Breaking the glass: who may, for how long, which file; and everybody who tries to get further than that.
#include "vault/ledger.h"
#include "vault/slots.h"
#include "vault/thief.h"

namespace arasha::vault {
namespace {

constexpr auto kTwoHours = std::chrono::hours(2);

class Emergency : public Thief {
 protected:
  void SetUp() override {
    Thief::SetUp();
    saule_.emplace(steward());
    file_ = new_file(*saule_, {kIdentity, kHealth, kAssistance}, "Aliya came at night");
  }
  void switch_on() {
    must(vault_->give_standing_keys(*saule_));
    must(vault_->refresh(*saule_));
  }
  // Of the night shift: in no other circle.
  Keyring guard(const std::string& name = "Nurlan") {
    Keyring out = member(name);
    must(vault_->join_circle(*saule_, circle(CircleKind::emergency), out.member(), false));
    must(vault_->refresh(out));
    return out;
  }
  Notice because(FileId file) {
    Notice out;
    out.file = file;
    out.code = "life";
    out.text = "She does not wake up";
    return out;
  }
  Notice broken(const Keyring& by, FileId file) { return must(vault_->break_glass(by, because(file), kTwoHours)); }
  std::size_t readable_entries(const Keyring& by, FileId file) {
    const auto opened = vault_->open_file(by, file);
    if (!opened) return 0;
    return static_cast<std::size_t>(std::count_if(opened->entries.begin(), opened->entries.end(), [](const auto& e) { return e.state == EntryState::readable; }));
  }
  std::size_t leaves_of(LeafKind kind) { return must(vault_->store().leaves_of(static_cast<std::uint8_t>(kind), 0, 1000)).size(); }
  void refresh_saule() { must(vault_->refresh(*saule_)); }

  std::optional<Keyring> saule_;
  FileId file_;
};

TEST_F(Emergency, OpensTheWholeFileForTheTimeAndNotLonger) {
  switch_on();
  const Keyring by = guard();
  EXPECT_EQ(readable_entries(by, file_), 0U);
  const Notice notice = broken(by, file_);
  EXPECT_EQ(notice.until - notice.time, Duration(kTwoHours));
  EXPECT_EQ(readable_entries(by, file_), 3U);
  EXPECT_EQ(must(vault_->readable(by, file_)).size(), 3U);
  EXPECT_EQ(must(vault_->glass(by, file_))->id, notice.id);
  clock_.advance(kTwoHours - Duration(1));
  EXPECT_EQ(readable_entries(by, file_), 3U);
  clock_.advance(Duration(1));
  EXPECT_EQ(readable_entries(by, file_), 0U);
  EXPECT_TRUE(must(vault_->readable(by, file_)).empty());
  EXPECT_FALSE(must(vault_->glass(by, file_)));
}

TEST_F(Emergency, SwitchedOffByDefault) {
  const Keyring by = member("Nurlan");
  EXPECT_EQ(vault_->break_glass(by, because(file_), kTwoHours).error().code, ErrorCode::denied);
  EXPECT_EQ(vault_->break_glass(*saule_, because(file_), kTwoHours).error().code, ErrorCode::denied);
  EXPECT_EQ(leaves_of(LeafKind::notice), 0U);
}

TEST_F(Emergency, WhoIsNotInTheCircleMayNot) {
  switch_on();
  const Keyring other = member("Other");
  EXPECT_EQ(vault_->break_glass(other, because(file_), kTwoHours).error().code, ErrorCode::denied);
  EXPECT_EQ(vault_->ask_for_file(other, because({}), kAssistance, [](BytesView) { return true; }).error().code, ErrorCode::denied);
  EXPECT_EQ(readable_entries(other, file_), 0U);
  EXPECT_EQ(leaves_of(LeafKind::notice), 0U);
}

TEST_F(Emergency, OnlyThatFileOnlyByHerOnlyForLooking) {
  switch_on();
  const Keyring by = guard();
  const Keyring colleague = guard("Colleague");
  const FileId other = new_file(*saule_, {kAssistance});
  broken(by, file_);
  EXPECT_EQ(readable_entries(by, other), 0U);
  EXPECT_EQ(readable_entries(colleague, file_), 0U);
  EXPECT_FALSE(vault_->open_file(by, file_, Action::printed));
  EXPECT_FALSE(vault_->open_file(by, file_, Action::exported));
  EXPECT_FALSE(vault_->may_open(by, file_, kAssistance));
  EXPECT_FALSE(vault_->card(by, file_, kAssistance).is_ok());
  EXPECT_FALSE(vault_->append(by, {{file_, 3, {{kAssistance, 7, text("hers"), {}, {}}}, {}, {}, {}}}).is_ok());
  EXPECT_FALSE(vault_->append(by, {{file_, 3, {}, {}, {0}, {}}}).is_ok());
  for (const auto& [id, circle] : vault_->directory()->circles()) {
    must(vault_->each_card(by, id, kAssistance, [&](FileId, std::uint32_t, BytesView) -> Result<void> {
      ADD_FAILURE() << "a card opened";
      return {};
    }));
  }
}

TEST_F(Emergency, ARestrictedFileIsNotReached) {
  switch_on();
  const Keyring by = guard();
  FileChange change;
  change.file = crypto::random_id<FileId>();
  change.entries.push_back({kAssistance, 7, text("closed"), {}, {}});
  change.cards.push_back({kAssistance, text("closed")});
  change.only_members = std::vector<MemberId>{saule_->member()};
  must(vault_->append(*saule_, {change}));
  // Facts for counting of such a file lie with the circles.
  must(vault_->append(*saule_, {{change.file, 1, {{6, 7, text("facts"), {}, {}}}, {}, {}, {}}}));
  broken(by, change.file);
  EXPECT_EQ(readable_entries(by, change.file), 0U);
  EXPECT_TRUE(must(vault_->ask_for_file(by, because({}), kAssistance, [](BytesView card) { return to_text(card) == "closed"; })).empty());
}

TEST_F(Emergency, LookingForAFileIsSaidBeforeAnythingOpens) {
  switch_on();
  const Keyring by = guard();
  Notice asked = because({});
  asked.asked = "Bado Kilu";
  std::size_t told = 0;
  const auto found = must(vault_->ask_for_file(by, asked, kAssistance, [&](BytesView card) {
    told = leaves_of(LeafKind::notice);
    return to_text(card) == "Aliya came at night";
  }));
  EXPECT_EQ(told, 1U);
  EXPECT_EQ(found, std::vector<FileId>{file_});
  EXPECT_EQ(readable_entries(by, file_), 0U) << "looking for it does not open it";
  EXPECT_TRUE(must(vault_->ask_for_file(by, asked, kAssistance, [](BytesView) { return false; })).empty());
  const auto said = must(vault_->notices(*saule_, UINT64_MAX, 10));
  ASSERT_EQ(said.rows.size(), 2U);
  EXPECT_EQ(said.rows[0].kind, NoticeKind::asked);
  EXPECT_EQ(said.rows[0].asked, "Bado Kilu");
  EXPECT_EQ(said.rows[0].member, by.member());
}

TEST_F(Emergency, ToldAtOnceToStewardsAuditorsAndWhoWorksWithTheFile) {
  switch_on();
  const Keyring by = guard();
  const Keyring worker = [&] {
    Keyring out = member("Worker");
    must(vault_->join_circle(*saule_, circle(CircleKind::casework), out.member(), false));
    must(vault_->refresh(out));
    return out;
  }();
  const Keyring duty = [&] {
    Keyring out = member("Duty");
    must(vault_->join_circle(*saule_, circle(CircleKind::duty), out.member(), false));
    must(vault_->refresh(out));
    return out;
  }();
  broken(by, file_);
  for (const Keyring* who : std::initializer_list<const Keyring*>{&*saule_, &worker, &by}) {
    const auto said = must(vault_->notices(*who, UINT64_MAX, 10));
    ASSERT_EQ(said.rows.size(), 1U);
    EXPECT_EQ(said.rows[0].text, "She does not wake up");
    EXPECT_EQ(said.rows[0].code, "life");
    EXPECT_EQ(said.rows[0].file, file_);
  }
  EXPECT_TRUE(must(vault_->notices(duty, UINT64_MAX, 10)).rows.empty());
}

TEST_F(Emergency, TheReadingRecordTellsIt) {
  switch_on();
  const Keyring by = guard();
  EXPECT_FALSE(vault_->open_file(by, file_));
  broken(by, file_);
  must(vault_->open_file(by, file_));
  const auto lines = must(vault_->readings(*saule_, UINT64_MAX, 2));
  EXPECT_EQ(lines[0].reading.action, Action::emergency);
  EXPECT_EQ(lines[0].reading.file, file_);
  EXPECT_EQ(lines[1].reading.action, Action::refused);
}

TEST_F(Emergency, ARestartNeitherProlongsNorForgets) {
  switch_on();
  const Keyring by = guard();
  broken(by, file_);
  clock_.advance(std::chrono::minutes(90));
  reopen();
  EXPECT_EQ(readable_entries(by, file_), 3U);
  clock_.advance(std::chrono::minutes(30));
  EXPECT_EQ(readable_entries(by, file_), 0U);
  reopen();
  EXPECT_EQ(readable_entries(by, file_), 0U);
}

TEST_F(Emergency, LastsAtMostADay) {
  switch_on();
  const Keyring by = guard();
  for (const Duration lasting : {Duration(0), Duration(-1), kLongestGlass + Duration(1)}) {
    EXPECT_EQ(vault_->break_glass(by, because(file_), lasting).error().code, ErrorCode::invalid_input);
  }
  Notice notice = because(file_);
  notice.text = std::string(kLongestNoticeText + 1, 'x');
  EXPECT_EQ(vault_->break_glass(by, notice, kTwoHours).error().code, ErrorCode::too_large);
  EXPECT_EQ(leaves_of(LeafKind::notice), 0U);
}

TEST_F(Emergency, TheSameFormTwiceBreaksItOnce) {
  switch_on();
  const Keyring by = guard();
  Notice notice = because(file_);
  notice.id = crypto::random_id<EntryId>();
  const Notice first = must(vault_->break_glass(by, notice, kTwoHours));
  clock_.advance(std::chrono::hours(1));
  const Notice second = must(vault_->break_glass(by, notice, kTwoHours));
  EXPECT_EQ(second.until, first.until);
  EXPECT_EQ(leaves_of(LeafKind::notice), 1U);
  notice.file = new_file(*saule_, {kAssistance});
  EXPECT_EQ(vault_->break_glass(by, notice, kTwoHours).error().code, ErrorCode::conflict);
}

TEST_F(Emergency, WorksAfterEveryRotation) {
  switch_on();
  const Keyring leaver = member("Leaver");
  must(vault_->join_circle(*saule_, circle(CircleKind::casework), leaver.member(), false));
  Keyring by = guard();
  must(vault_->leave_circle(*saule_, circle(CircleKind::casework), leaver.member()));
  refresh_saule();
  broken(by, file_);
  EXPECT_EQ(readable_entries(by, file_), 3U);
  // The Emergency circle rotates too, and Casework once more.
  const Keyring other = guard("Other");
  must(vault_->leave_circle(*saule_, circle(CircleKind::emergency), other.member()));
  refresh_saule();
  must(vault_->refresh(by));
  EXPECT_EQ(readable_entries(by, file_), 3U);
  vault_.reset();
  EXPECT_TRUE(verify(data()).is_ok());
}

TEST_F(Emergency, AfterLeavingTheCircleNothingOpens) {
  switch_on();
  const Keyring by = guard();
  broken(by, file_);
  EXPECT_EQ(readable_entries(by, file_), 3U);
  must(vault_->leave_circle(*saule_, circle(CircleKind::emergency), by.member()));
  EXPECT_EQ(readable_entries(by, file_), 0U);
  EXPECT_EQ(vault_->break_glass(by, because(file_), kTwoHours).error().code, ErrorCode::denied);
  // Nor does what she kept open what stands now.
  const auto state = vault_->directory();
  const crypto::Key* old = by.circle_seed(circle(CircleKind::emergency), 0);
  ASSERT_NE(old, nullptr);
  for (const auto& [id, since] : state->standing()) {
    const Bytes row = *must(vault_->store().setting(standing_name(id)));
    for (std::uint32_t emergency = 0; emergency < 2; ++emergency) {
      const StandingPlace place{id, state->circle(id)->generation(), circle(CircleKind::emergency), emergency};
      EXPECT_FALSE(open_standing_key(organization_, place, *old, row).is_ok());
    }
  }
}

TEST_F(Emergency, SwitchingOffDestroysTheStandingKeys) {
  switch_on();
  const Keyring by = guard();
  broken(by, file_);
  const auto standing = vault_->directory()->standing();
  EXPECT_EQ(standing.size(), 6U);  // Casework, Health, Legal, Duty, Hotline
  must(vault_->destroy_standing_keys(*saule_));
  EXPECT_TRUE(vault_->directory()->standing().empty());
  EXPECT_EQ(readable_entries(by, file_), 0U);
  for (const auto& [id, since] : standing) EXPECT_TRUE(must(vault_->store().setting(standing_name(id)))->empty());
  vault_.reset();
  EXPECT_TRUE(verify(data()).is_ok());
  open();
  // On again: the circle is the same one, and what was broken before stays shut.
  EXPECT_EQ(must(vault_->give_standing_keys(*saule_)), 6U);
  EXPECT_EQ(readable_entries(by, file_), 0U);
  broken(by, file_);
  EXPECT_EQ(readable_entries(by, file_), 3U);
}

TEST_F(Emergency, OnlyWhoseKeyItIsGivesIt) {
  const Keyring nobody = member("Nobody");
  EXPECT_FALSE(vault_->give_standing_keys(nobody).is_ok());
  EXPECT_EQ(vault_->directory()->circle(CircleKind::emergency), nullptr);
  switch_on();
  const Keyring by = guard();
  EXPECT_FALSE(vault_->destroy_standing_keys(by).is_ok());
  EXPECT_EQ(vault_->give_standing_keys(*saule_).error().code, ErrorCode::denied) << "nothing is left to give";
  must(vault_->destroy_standing_keys(*saule_));
  EXPECT_FALSE(vault_->give_standing_keys(by).is_ok());
  // A steward of the Health circle alone gives that key and no other.
  Keyring doctor = member("Doctor");
  must(vault_->join_circle(*saule_, circle(CircleKind::health), doctor.member(), true));
  must(vault_->refresh(doctor));
  EXPECT_EQ(must(vault_->give_standing_keys(doctor)), 1U);
  broken(by, file_);
  EXPECT_EQ(readable_entries(by, file_), 1U);
}

TEST_F(Emergency, AReviewIsBySomebodyElseAndASteward) {
  switch_on();
  must(vault_->join_circle(*saule_, circle(CircleKind::emergency), saule_->member(), true));
  const Keyring by = guard();
  const Notice notice = broken(by, file_);
  Notice review;
  review.kind = NoticeKind::reviewed;
  review.about = notice.id;
  review.code = "justified";
  review.text = "The ambulance needed it";
  EXPECT_EQ(vault_->put_notice(by, review).error().code, ErrorCode::denied);
  EXPECT_EQ(vault_->put_notice(guard("Other"), review).error().code, ErrorCode::denied);
  must(vault_->put_notice(*saule_, review));
  const auto seen = must(vault_->notices(by, UINT64_MAX, 10));
  ASSERT_EQ(seen.rows.size(), 2U);
  EXPECT_EQ(seen.rows[0].about, notice.id);
  EXPECT_EQ(seen.rows[0].file, file_);
  EXPECT_EQ(seen.rows[0].text, "The ambulance needed it");
  // A steward who broke it herself asks another one.
  review.about = broken(*saule_, file_).id;
  EXPECT_EQ(vault_->put_notice(*saule_, review).error().code, ErrorCode::denied);
  review.about = crypto::random_id<EntryId>();
  EXPECT_EQ(vault_->put_notice(*saule_, review).error().code, ErrorCode::not_found);
  review.kind = NoticeKind::broke;
  EXPECT_EQ(vault_->put_notice(*saule_, review).error().code, ErrorCode::invalid_input);
}

TEST_F(Emergency, WhatAuditorsLookedAtIsTheirs) {
  switch_on();
  const Keyring by = guard();
  Notice looked;
  looked.kind = NoticeKind::looked;
  looked.text = "She was on night duty";
  EXPECT_EQ(vault_->put_notice(by, looked).error().code, ErrorCode::denied);
  must(vault_->put_notice(*saule_, looked));
  EXPECT_TRUE(must(vault_->notices(by, UINT64_MAX, 10)).rows.empty());
  EXPECT_EQ(must(vault_->notices(*saule_, UINT64_MAX, 10)).rows.size(), 1U);
}

// --- A thief at the database.

TEST_F(Emergency, ATamperedLeafIsNotTaken) {
  switch_on();
  const Keyring by = guard();
  broken(by, file_);
  sql("UPDATE ledger SET body=flip(body) WHERE kind=7");
  refused();
  open();
  EXPECT_EQ(readable_entries(by, file_), 0U);
  EXPECT_EQ(must(vault_->notices(*saule_, UINT64_MAX, 10)).damaged, 1U);
}

TEST_F(Emergency, ADroppedLeafShutsTheFile) {
  switch_on();
  const Keyring by = guard();
  broken(by, file_);
  sql("DELETE FROM ledger WHERE kind=7");
  refused();
  open();
  EXPECT_EQ(readable_entries(by, file_), 0U);
}

// Who holds the server key too can write leaves with right hashes, but not sign them; and opens no standing key.
TEST_F(Emergency, AThiefWithTheServerKeyForgesNothing) {
  switch_on();
  const Keyring by = guard();
  const Keyring thief = member("Thief");
  NoticeHead head;
  head.id = crypto::random_id<EntryId>();
  head.kind = NoticeKind::broke;
  head.file = file_;
  head.member = by.member();
  head.position = vault_->directory()->length();
  head.time = clock_.now();
  head.until = clock_.now() + kTwoHours;
  const Bytes content = crypto::seal(crypto::random_key(), {}, text("x"), crypto::kTextPadding);
  head.content = must(crypto::commit_of(content));
  SignedNotice forged;
  forged.head = head;
  forged.bytes = encode(head);
  forged.signature = thief.signer().sign(kNoticeLabel, forged.bytes);
  forged.content = content;
  const Bytes body = seal_notice(vault_->server().ledger, organization_, forged);
  const auto last = *must(vault_->store().last_leaf());
  const crypto::Hash hash = leaf_hash(last.seq + 1, LeafKind::notice, last.hash, body);
  sql("INSERT INTO ledger(seq,kind,hash,body) VALUES(" + std::to_string(last.seq + 1) + ",7,x'" + to_hex(hash) + "',x'" + to_hex(body) + "')");
  EXPECT_NE(refused().find("leaf"), std::string::npos);
  open();
  EXPECT_EQ(readable_entries(by, file_), 0U);
  const auto state = vault_->directory();
  for (const auto& [id, since] : state->standing()) {
    const Bytes row = *must(vault_->store().setting(standing_name(id)));
    const StandingPlace place{id, 0, circle(CircleKind::emergency), 0};
    EXPECT_FALSE(open_standing_key(organization_, place, thief.seed(), row).is_ok());
    EXPECT_FALSE(open_standing_key(organization_, place, vault_->server().ledger, row).is_ok());
  }
}

TEST_F(Emergency, AReplacedStandingKeyIsNoticed) {
  switch_on();
  const Keyring by = guard();
  broken(by, file_);
  // A box for the right circle with a seed of the thief's choice.
  const CircleId casework = circle(CircleKind::casework);
  const CircleId emergency = circle(CircleKind::emergency);
  const Bytes planted = seal_standing(organization_, {casework, 0, emergency, 0}, vault_->directory()->circle(emergency)->box.back(), crypto::random_key());
  sql("UPDATE settings SET value=x'" + to_hex(planted) + "' WHERE name='" + standing_name(casework) + "'");
  open();
  EXPECT_EQ(vault_->open_file(by, file_).error().code, ErrorCode::damaged);
  // It keeps nobody in the circle: whoever leaves is out, and that key is no longer given.
  refresh_saule();
  must(vault_->leave_circle(*saule_, emergency, by.member()));
  EXPECT_FALSE(vault_->directory()->standing().contains(casework));
  vault_.reset();
  EXPECT_TRUE(verify(data()).is_ok());
}

TEST_F(Emergency, StandingKeysThatTheChainDoesNotNameAreNoticed) {
  switch_on();
  const std::string name = standing_name(circle(CircleKind::health));
  sql("UPDATE settings SET value=x'' WHERE name='" + name + "'");
  EXPECT_NE(refused().find("standing keys"), std::string::npos);
  open();
  refresh_saule();
  must(vault_->destroy_standing_keys(*saule_));
  sql("UPDATE settings SET value=x'000000000000000011' WHERE name='" + name + "'");
  EXPECT_NE(refused().find("standing keys"), std::string::npos);
}

TEST_F(Emergency, ACircleIsMadeOnceAndByAStewardOnly) {
  const Keyring nobody = member("Nobody");
  const auto block = [&](const Keyring& by, Operation operation) {
    Directory state = *vault_->directory();
    const Bytes bytes = encode(Block{state.length(), state.head(), by.member(), clock_.now(), std::move(operation)});
    return state.apply(bytes, by.signer().sign(kBlockLabel, bytes)).is_ok();
  };
  const auto made = [](CircleKind kind) { return CircleMade{crypto::random_id<CircleId>(), kind, {}}; };
  EXPECT_FALSE(block(nobody, made(CircleKind::emergency)));
  EXPECT_FALSE(block(*saule_, made(CircleKind::casework)));
  EXPECT_TRUE(block(*saule_, made(CircleKind::emergency)));
  EXPECT_FALSE(block(*saule_, StandingChanged{circle(CircleKind::casework), true})) << "there is no Emergency circle yet";
  switch_on();
  EXPECT_FALSE(block(*saule_, made(CircleKind::emergency)));
  EXPECT_FALSE(block(*saule_, StandingChanged{circle(CircleKind::auditors), true}));
  EXPECT_FALSE(block(*saule_, StandingChanged{circle(CircleKind::emergency), true}));
  EXPECT_FALSE(block(*saule_, StandingChanged{circle(CircleKind::casework), true})) << "it stands already";
  EXPECT_FALSE(block(nobody, StandingChanged{circle(CircleKind::casework), false}));
  EXPECT_TRUE(block(*saule_, StandingChanged{circle(CircleKind::casework), false}));
}

}  // namespace
}  // namespace arasha::vault

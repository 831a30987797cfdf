// A case goes to another organisation and is taken in there.
#include "handover/bundle.h"

#include <chrono>
#include <fstream>
#include <thread>

#include "handover/two_houses.h"
#include "referral/packet.h"
#include "web/values.h"
#include "where.h"

namespace arasha::handover {
namespace {

using casework::Item;

bool is_part(std::uint8_t compartment) { return compartment >= IDENTITY && compartment <= PRESENCE; }

TEST(BundleTypes, EveryTypeOfAPersonAndACaseIsDecidedOnce) {
  const auto& stay = types_that_stay();
  for (const schema::EntryType& type : schema::entry_types()) {
    const bool goes = !groups_of_entry(type.number).empty();
    const bool stays = std::count(stay.begin(), stay.end(), type.descriptor->name()) == 1;
    if (is_part(type.compartment)) EXPECT_NE(goes, stays) << type.descriptor->name() << " " << type.number;
    else EXPECT_FALSE(goes || stays) << type.descriptor->name();
    for (const std::string& group : groups_of_entry(type.number)) EXPECT_TRUE(schema::has_code("consent_fields", group)) << group;
  }
  for (const std::string& name : stay) EXPECT_NE(schema::entry_type(std::string_view(name)), nullptr) << name;
}

TEST(BundleTypes, NothingGoesWithLessConsentThanInAReferral) {
  int compared = 0;
  for (const schema::EntryType& type : schema::entry_types()) {
    for (int i = 0; i < type.descriptor->field_count(); ++i) {
      for (const std::string& group : referral::groups_of({type.descriptor->name() + "." + type.descriptor->field(i)->name()})) {
        const auto& groups = groups_of_entry(type.number);
        EXPECT_NE(std::find(groups.begin(), groups.end(), group), groups.end()) << type.descriptor->name() << " " << group;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 40);
}

TEST(BundleTypes, EveryCodeOfOursLooksLikeACode) {
  // A case between two programs of one age is never refused for a code.
  const IdsHere ids{OrganizationId(), OrganizationId()};
  for (const schema::EntryType& type : schema::entry_types()) {
    if (groups_of_entry(type.number).empty() || type.own_form) continue;
    for (int i = 0; i < type.descriptor->field_count(); ++i) {
      const FieldDescriptor* field = type.descriptor->field(i);
      const std::string& list = field->options().GetExtension(arasha::field).vocabulary();
      for (const schema::Vocabulary& one : schema::vocabularies()) {
        if (list != one.name) continue;
        for (const schema::Term& term : one.terms) {
          const auto message = schema::make_message(type);
          if (field->is_repeated()) message->GetReflection()->AddString(message.get(), field, term.code);
          else message->GetReflection()->SetString(message.get(), field, term.code);
          EXPECT_TRUE(check_and_localise(*message, ids).is_ok()) << list << " " << term.code;
        }
      }
    }
  }
}

std::map<std::string, Bytes> vectors() {
  std::map<std::string, Bytes> out;
  std::ifstream in(std::string(where::kSource) + "/tests/handover/vectors.txt");
  std::string name;
  std::string hex;
  while (in >> name >> hex) out[name] = *from_hex(hex);
  return out;
}

TEST(BundleFormat, IsWhatTheDocumentSays) {
  auto all = vectors();
  ASSERT_EQ(all.size(), 3U);
  const Bytes& bundle = all["bundle"];
  auto reader = must(BundleReader::open(in_pieces(bundle, 7)));
  EXPECT_EQ(reader.head().from.bytes()[0], 1);
  Bytes again;
  BundleWriter writer([&](BytesView bytes) -> Result<void> {
    again.insert(again.end(), bytes.begin(), bytes.end());
    return {};
  });
  must(writer.head(reader.head()));
  std::vector<BundleEntry> entries;
  for (;;) {
    auto record = must(reader.next());
    auto* entry = std::get_if<BundleEntry>(&record);
    if (entry == nullptr) {
      EXPECT_EQ(std::get<BundleEnd>(record).size, bundle.size());
      break;
    }
    entries.push_back(*entry);
    must(writer.entry(*entry));
    for (Bytes piece = must(reader.chunk()); !piece.empty(); piece = must(reader.chunk())) must(writer.chunk(piece));
  }
  must(writer.end());
  EXPECT_EQ(again, bundle);
  ASSERT_EQ(entries.size(), 4U);
  EXPECT_EQ(entries[2].amends, entries[1].id);
  EXPECT_EQ(entries[2].organisation, "Дом на реке");
  EXPECT_EQ(entries[3].document, 29U);
  const IdsHere ids(reader.head().from, OrganizationId::from_array({2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}));
  EXPECT_EQ(to_bytes(ids.file(reader.head().case_file).bytes()), all["file"]);
  EXPECT_EQ(to_bytes(ids.entry(entries[1].id).bytes()), all["entry"]);
}

using BundleTest = TwoHouses;

TEST_F(BundleTest, EverythingOfACaseStandsAtTheOtherHouse) {
  const Case made = open_case(*a_);
  // Time goes by between writing, handing over and taking in.
  clock_.advance(std::chrono::hours(24 * 30));
  const EntryId letter = add_document(*a_, made.work, "Первое письмо.\nВторая строка.\n");
  const Bytes bundle = bundle_of(*a_, made.work);
  const IdsHere ids(a_->id(), b_->id());
  const auto there = told_there(*a_, made.work, ids, "Альфа");
  const auto about_her = told_there(*a_, made.person, ids, "Альфа");
  clock_.advance(std::chrono::hours(24 * 5));

  const TakenIn taken = must(take(*b_, *a_, bundle));
  EXPECT_EQ(taken.case_file, file_here(b_->vault(), a_->id(), made.work));
  EXPECT_EQ(taken.person_file, file_here(b_->vault(), a_->id(), made.person));
  EXPECT_NE(taken.alias, "Бура Тал");
  EXPECT_EQ(taken.inventory.SerializeAsString(), inventory_.SerializeAsString());
  EXPECT_EQ(told_here(*b_, taken.case_file), there);
  EXPECT_EQ(told_here(*b_, taken.person_file), about_her);
  EXPECT_GT(there.size(), 40U);
  EXPECT_EQ(document_of(*b_, taken.case_file, ids.entry(letter)), "Первое письмо.\nВторая строка.\n");

  const auto story = BundleTest::story(*b_, taken.case_file);
  const auto* opened = story.last<CaseOpened>();
  ASSERT_NE(opened, nullptr);
  EXPECT_EQ(opened->person(), taken.person_file.text());
  EXPECT_EQ(opened->provenance(), "own");
  const auto* origin = story.last<CaseOrigin>();
  ASSERT_NE(origin, nullptr);
  const Item* first_origin = story.all<CaseOrigin>().front();
  EXPECT_EQ(first_origin->as<CaseOrigin>()->alias(), "Бура Тал");
  EXPECT_EQ(first_origin->as<CaseOrigin>()->organisation(), "Альфа");
  EXPECT_EQ(first_origin->as<CaseOrigin>()->complete(), "yes");
  EXPECT_EQ(first_origin->as<CaseOrigin>()->hash(), to_hex(view(inventory_.hash())));
  EXPECT_EQ(story.last<Assignment>(), nullptr);
  EXPECT_EQ(story.last<CaseForShift>()->alias(), taken.alias);
  // The cards are what lists show of it, and the signed chain of the house is whole.
  const auto card = must(schema::parse_as<CaseCard>(*must(b_->vault().card(b_->first(), taken.case_file, ASSISTANCE))));
  EXPECT_EQ(card.alias(), taken.alias);
  EXPECT_TRUE(card.owner().empty());
  // Clues are compared here from now on.
  const auto marks = must(b_->vault().card(b_->first(), taken.case_file, CLUES));
  ASSERT_TRUE(marks.has_value());
  EXPECT_EQ(must(schema::parse_as<ClueCard>(*marks)).marks_size(), 2);
}

TEST_F(BundleTest, WhoWroteItAndWhenIsNotLost) {
  const Case made = open_case(*a_, false);
  const Time then = clock_.now();
  Note note;
  note.set_text("Звонила.");
  const EntryId there = add(*a_, made.work, note);
  clock_.advance(std::chrono::hours(24 * 100));
  const TakenIn taken = must(take(*b_, *a_, bundle_of(*a_, made.work)));
  const auto story = BundleTest::story(*b_, taken.case_file);
  const Item* item = story.find(IdsHere(a_->id(), b_->id()).entry(there));
  ASSERT_NE(item, nullptr);
  EXPECT_EQ(item->first().time, then);
  EXPECT_EQ(web::author_name(*b_->vault().directory(), item->first()), "First (Альфа)");
  // What is corrected here says who corrected it here.
  note.set_text("Звонила мама.");
  add(*b_, taken.case_file, note, item->latest().id);
  const auto after = BundleTest::story(*b_, taken.case_file);
  EXPECT_EQ(web::author_name(*b_->vault().directory(), after.find(item->first().id)->latest()), "First");
  EXPECT_EQ(after.find(item->first().id)->latest().time, clock_.now());
}

TEST_F(BundleTest, ReferencesLeadToWhatCameAlong) {
  const Case made = open_case(*a_, false);
  Screening screening;
  screening.set_date("2026-05-02");
  screening.set_asked("person");
  const EntryId asked = add(*a_, made.work, screening);
  Identification decided;
  decided.set_status("presumed");
  decided.add_screenings(asked.text());
  const EntryId decision = add(*a_, made.work, decided);
  const Case sister = open_case(*a_, false);
  FamilyLink link;
  link.set_relation("sibling");
  link.set_person(sister.person.text());
  add(*a_, made.person, link);
  Task task;
  task.set_what("Позвонить");
  task.set_member(a_->first().member().text());
  task.set_from_set("closed.3.ready");
  add(*a_, made.work, task);

  const TakenIn taken = must(take(*b_, *a_, bundle_of(*a_, made.work)));
  const auto story = BundleTest::story(*b_, taken.case_file);
  const auto* here = story.last<Identification>();
  ASSERT_NE(here, nullptr);
  ASSERT_EQ(here->screenings_size(), 1);
  const Item* led_to = story.find(*EntryId::from_text(here->screenings(0)));
  ASSERT_NE(led_to, nullptr);
  EXPECT_NE(led_to->as<Screening>(), nullptr);
  EXPECT_NE(story.find(IdsHere(a_->id(), b_->id()).entry(decision)), nullptr);
  EXPECT_TRUE(story.last<Task>()->member().empty());
  EXPECT_TRUE(story.last<Task>()->from_set().empty());
  // The sister's file is not here yet; when her case comes it is the one that is meant.
  const auto linked = FileId::from_text(BundleTest::story(*b_, taken.person_file).last<FamilyLink>()->person());
  EXPECT_FALSE(stands(*b_, *linked));
  EXPECT_EQ(must(take(*b_, *a_, bundle_of(*a_, sister.work))).person_file, *linked);
}

TEST_F(BundleTest, AnswersToAnOwnFormComeWithTheirForm) {
  OwnFormDefinition form;
  form.set_name("work-skills");
  form.set_compartment(ASSISTANCE);
  form.mutable_title()->set_en("Work skills");
  OwnField* field = form.add_fields();
  field->set_number(1);
  field->set_kind(OWN_TEXT);
  field->mutable_label()->set_en("What she can do");
  const Bytes bytes = schema::serialise(form);
  must(a_->vault().define_forms(a_->first(), {{"work-skills", 1, bytes}}));
  const auto known = must(schema::learn_form(form_hash(bytes), bytes));
  const auto answers = known->new_message();
  const auto* answer = answers->GetDescriptor()->field(2);
  answers->GetReflection()->SetString(answers.get(), answer, "Шьёт");
  const Case made = open_case(*a_, false);
  const EntryId there = add(*a_, made.work, *answers);
  const Bytes bundle = bundle_of(*a_, made.work);

  const auto check = [&](House& house) {
    const TakenIn taken = must(take(house, *a_, bundle));
    const auto story = BundleTest::story(house, taken.case_file);
    const Item* item = story.find(IdsHere(a_->id(), house.id()).entry(there));
    ASSERT_NE(item, nullptr);
    const auto here = schema::own_form_of_answers(*item->latest().message);
    ASSERT_NE(here, nullptr);
    EXPECT_EQ(here->definition().title().en(), "Work skills");
    EXPECT_EQ(item->latest().message->GetReflection()->GetString(*item->latest().message, item->latest().message->GetDescriptor()->FindFieldByName(answer->name())), "Шьёт");
    // Where the same form is in use the answers are its own; elsewhere no other form of that name takes them for its own.
    const bool same = house.vault().directory()->forms().contains("work-skills");
    EXPECT_EQ(here->definition().name() == "work-skills", same);
  };
  check(*b_);
  const auto c = house("gamma");
  must(c->vault().define_forms(c->first(), {{"work-skills", 1, bytes}}));
  check(*c);
}

TEST_F(BundleTest, WhatNoConsentCoversStays) {
  const Case made = open_case(*a_);
  const Groups covered = {"identity", "contact", "family", "services"};
  const auto inventory = must(take_inventory(a_->vault(), a_->first(), made.work, covered));
  const Bytes bundle = bundle_of(*a_, made.work, covered);
  EXPECT_EQ(inventory.going_size() + inventory.staying_size(), must(take_inventory(a_->vault(), a_->first(), made.work, kAllGroups)).going_size());
  EXPECT_GT(inventory.staying_size(), 20);
  const TakenIn taken = must(take(*b_, *a_, bundle));
  for (const FileId file : {taken.case_file, taken.person_file}) {
    for (const Item& item : story(*b_, file).items) {
      for (const std::string& group : groups_of_entry(item.type)) EXPECT_NE(std::find(covered.begin(), covered.end(), group), covered.end()) << item.type;
    }
  }
  EXPECT_EQ(story(*b_, taken.person_file).last<HealthNote>(), nullptr);
  // Not even as bytes.
  HealthNote secret;
  secret.set_date("2026-05-02");
  secret.set_note("Беременность");
  add(*a_, made.person, secret);
  const Bytes less = bundle_of(*a_, made.work, covered);
  EXPECT_EQ(text_view(less).find("Беременность"), std::string_view::npos);
  EXPECT_NE(text_view(bundle_of(*a_, made.work)).find("Беременность"), std::string_view::npos);
}

TEST_F(BundleTest, WhatIsClosedOrErasedIsCounted) {
  const Case made = open_case(*a_, false);
  HealthNote health;
  health.set_date("2026-05-02");
  health.set_note("Кашель");
  add(*a_, made.person, health);
  Note note;
  note.set_text("Ошибка");
  const EntryId wrong = add(*a_, made.work, note);
  must(casework::Cases(a_->vault()).erase(a_->first(), made.work, wrong));
  const vault::Keyring worker = a_->add("Worker", {vault::CircleKind::casework});
  const auto inventory = must(take_inventory(a_->vault(), worker, made.work, kAllGroups));
  EXPECT_EQ(inventory.closed(), 1U);
  EXPECT_EQ(inventory.erased(), 1U);
  Bytes bundle;
  must(write_bundle(a_->vault(), worker, made.work, kAllGroups, [&](BytesView bytes) -> Result<void> {
    bundle.insert(bundle.end(), bytes.begin(), bytes.end());
    return {};
  }));
  EXPECT_EQ(text_view(bundle).find("Кашель"), std::string_view::npos);
  EXPECT_EQ(text_view(bundle).find("Ошибка"), std::string_view::npos);
  const TakenIn taken = must(take(*b_, *a_, bundle));
  EXPECT_EQ(story(*b_, taken.person_file).last<HealthNote>(), nullptr);
  EXPECT_EQ(taken.inventory.closed(), 1U);
}

TEST_F(BundleTest, TwiceAndTwoAtOnceMakeOneCase) {
  const Case made = open_case(*a_);
  add_document(*a_, made.work, "Письмо.\n");
  const Bytes bundle = bundle_of(*a_, made.work);
  const vault::Keyring second = b_->add("Another", {vault::CircleKind::casework, vault::CircleKind::health, vault::CircleKind::legal, vault::CircleKind::duty});
  std::optional<Result<TakenIn>> one;
  std::optional<Result<TakenIn>> other;
  std::thread colleague([&] { other = take(*b_, *a_, bundle, &second); });
  one = take(*b_, *a_, bundle);
  colleague.join();
  ASSERT_TRUE(one->is_ok()) << one->error().to_string();
  ASSERT_TRUE(other->is_ok()) << other->error().to_string();
  EXPECT_EQ((*one)->alias, (*other)->alias);
  const auto before = story(*b_, (*one)->case_file);
  const TakenIn again = must(take(*b_, *a_, bundle));
  EXPECT_EQ(again.alias, (*one)->alias);
  EXPECT_EQ(story(*b_, again.case_file).length, before.length);
  std::set<EntryId> ids;
  for (const Item& item : before.items) {
    for (const auto& version : item.versions) EXPECT_TRUE(ids.insert(version.id).second);
  }
}

TEST_F(BundleTest, WhoeverTakesItInMustBeAbleToOpenIt) {
  const Case made = open_case(*a_);
  const Bytes bundle = bundle_of(*a_, made.work);
  const vault::Keyring worker = b_->add("Worker", {vault::CircleKind::casework, vault::CircleKind::duty});
  const auto refused = take(*b_, *a_, bundle, &worker);
  ASSERT_FALSE(refused.is_ok());
  EXPECT_EQ(refused.error().code, ErrorCode::denied);
  EXPECT_FALSE(stands(*b_, file_here(b_->vault(), a_->id(), made.work)));
  EXPECT_FALSE(stands(*b_, file_here(b_->vault(), a_->id(), made.person)));
}

// It was meant for people by name there, and is so here: for who takes it in, and whom she names.
TEST_F(BundleTest, ARestrictedCaseStaysOne) {
  const Case made = open_case(*a_, true, std::vector{a_->first().member()});
  add_document(*a_, made.work, "Письмо.\n");
  const Bytes bundle = bundle_of(*a_, made.work);
  // Not even a restricted case gives a part to somebody to whom no circle gives it.
  const vault::Keyring worker = b_->add("Worker", {vault::CircleKind::casework, vault::CircleKind::duty});
  const auto refused = take(*b_, *a_, bundle, &worker);
  ASSERT_FALSE(refused.is_ok());
  EXPECT_EQ(refused.error().code, ErrorCode::denied);
  const std::vector<vault::CircleKind> all = {vault::CircleKind::casework, vault::CircleKind::health, vault::CircleKind::legal, vault::CircleKind::duty};
  const vault::Keyring taker = b_->add("Taker", all);
  const vault::Keyring named = b_->add("Named", {vault::CircleKind::casework});
  const vault::Keyring other = b_->add("Other", all);
  TakeIn what = from(*a_);
  what.colleagues = {named.member()};
  // Cut in the middle of the document: what is begun is restricted already, and stays as it was begun.
  int opened = 0;
  const auto cut = [&]() -> Result<Source> { return in_pieces(bundle, 5000, ++opened == 1 ? SIZE_MAX : 0); };
  EXPECT_FALSE(take_in(b_->vault(), taker, {}, what, cut).is_ok());
  what.colleagues = {other.member()};
  const auto open = [&]() -> Result<Source> { return in_pieces(bundle); };
  const auto pushed_in = take_in(b_->vault(), other, {}, what, open);
  ASSERT_FALSE(pushed_in.is_ok());
  EXPECT_EQ(pushed_in.error().code, ErrorCode::denied);
  const TakenIn taken = must(take_in(b_->vault(), taker, {}, what, open));
  EXPECT_TRUE(taken.inventory.restricted());
  for (const auto& [file, part] : std::vector<std::pair<FileId, std::uint8_t>>{
           {taken.case_file, ASSISTANCE}, {taken.case_file, LEGAL}, {taken.case_file, PRESENCE}, {taken.person_file, IDENTITY}, {taken.person_file, HEALTH}}) {
    EXPECT_TRUE(b_->vault().may_open(taker, file, part)) << int{part};
    EXPECT_TRUE(b_->vault().may_open(named, file, part)) << int{part};
    EXPECT_FALSE(b_->vault().may_open(other, file, part)) << int{part};
    EXPECT_FALSE(b_->vault().may_open(b_->first(), file, part)) << int{part};
  }
}

TEST_F(BundleTest, HandedBackItIsACaseOfItsOwnWithBothNames) {
  const Case made = open_case(*a_, false);
  Note note;
  note.set_text("Звонила.");
  const EntryId there = add(*a_, made.work, note);
  const TakenIn at_b = must(take(*b_, *a_, bundle_of(*a_, made.work)));
  note.set_text("Звонила снова.");
  const IdsHere to_b(a_->id(), b_->id());
  add(*b_, at_b.case_file, note, to_b.entry(there));
  const Bytes back = bundle_of(*b_, at_b.case_file);
  TakeIn what = from(*b_);
  what.from_name = "Бета";
  const TakenIn at_a = must(take_in(a_->vault(), a_->first(), {}, what, [&]() -> Result<Source> { return in_pieces(back); }));
  EXPECT_NE(at_a.case_file, made.work);
  const auto story = BundleTest::story(*a_, at_a.case_file);
  const Item* item = story.find(IdsHere(b_->id(), a_->id()).entry(to_b.entry(there)));
  ASSERT_NE(item, nullptr);
  ASSERT_EQ(item->versions.size(), 2U);
  const auto state = a_->vault().directory();
  EXPECT_EQ(web::author_name(*state, item->versions[0]), "First (Альфа)");
  EXPECT_EQ(web::author_name(*state, item->versions[1]), "First (Бета)");
  EXPECT_EQ(BundleTest::story(*a_, made.work).all<Note>().size(), 1U);  // the old one is as it was
}

}  // namespace
}  // namespace arasha::handover

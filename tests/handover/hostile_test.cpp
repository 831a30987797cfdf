// What comes from another program may be altered, cut, made up, or end in the middle; the machine may fail at any moment.
#include <chrono>
#include <fstream>

#include "handover/two_houses.h"
#include "store/fault.h"

namespace arasha::handover {
namespace {

using casework::Item;

class Hostile : public TwoHouses {
 protected:
  void SetUp() override {
    TwoHouses::SetUp();
    made_ = open_case(*a_, false);
    document_ = "Письмо.\n";
  }

  // A bundle of our own making: its head, then what the test puts in. `lie` alters the inventory at last.
  struct Making {
    BundleHead head;
    CaseInventory inventory;
    std::vector<BundleForm> forms;
    std::vector<std::pair<BundleEntry, std::string>> entries;  // with the document of each
  };
  Making making() {
    Making out;
    out.head = {a_->id(), made_.work, made_.person, clock_.now(), {}};
    out.inventory.set_case_there(made_.work.text());
    out.inventory.set_alias("Бура Тал");
    return out;
  }
  BundleEntry note(const std::string& text) {
    Note message;
    message.set_text(text);
    return entry(message);
  }
  BundleEntry entry(const Message& message) {
    BundleEntry out;
    const auto* type = schema::entry_type_of(message);
    out.type = type->number;
    out.place = type->compartment == IDENTITY || type->compartment == HEALTH ? Place::person : Place::work;
    out.id = crypto::random_id<EntryId>();
    out.time = clock_.now();
    out.author = "Saule";
    out.content = schema::serialise(message);
    return out;
  }
  BundleEntry letter() {
    CaseDocument message;
    message.set_title("Письмо");
    message.set_kind("letter");
    message.set_file_name("letter.txt");
    message.set_format("text");
    message.set_size(std::to_string(document_.size()));
    BundleEntry out = entry(message);
    out.document = document_.size();
    return out;
  }
  static void count(Making& making) {
    making.inventory.clear_going();
    std::map<std::uint16_t, std::uint32_t> going;
    for (const auto& [one, document] : making.entries) {
      if (one.amends.is_nil()) ++going[one.type];
      if (one.document == 0) continue;
      making.inventory.set_documents(making.inventory.documents() + 1);
      making.inventory.set_document_bytes(making.inventory.document_bytes() + one.document);
    }
    for (const auto& [type, count] : going) {
      auto* to = making.inventory.add_going();
      to->set_type(type);
      to->set_count(count);
    }
  }
  static Bytes bytes_of(Making making) {
    Bytes out;
    BundleWriter writer([&](BytesView bytes) -> Result<void> {
      out.insert(out.end(), bytes.begin(), bytes.end());
      return {};
    });
    making.head.inventory = schema::serialise(making.inventory);
    must(writer.head(making.head));
    for (const BundleForm& form : making.forms) must(writer.form(form));
    for (const auto& [one, document] : making.entries) {
      must(writer.entry(one));
      if (!document.empty()) must(writer.chunk(view(document)));
    }
    must(writer.end());
    return out;
  }
  // Is refused so, and nothing was written.
  void refused(Making making, ErrorCode code = ErrorCode::damaged, bool counted = true) {
    if (counted) count(making);
    refused(bytes_of(std::move(making)), code);
  }
  void refused(const Bytes& bytes, ErrorCode code = ErrorCode::damaged) {
    const auto taken = take(*b_, *a_, bytes);
    ASSERT_FALSE(taken.is_ok());
    EXPECT_EQ(taken.error().code, code) << taken.error().to_string();
    EXPECT_FALSE(stands(*b_, file_here(b_->vault(), a_->id(), made_.work)));
    EXPECT_FALSE(stands(*b_, file_here(b_->vault(), a_->id(), made_.person)));
  }
  TakenIn accepted(Making making) {
    count(making);
    return must(take(*b_, *a_, bytes_of(std::move(making))));
  }

  Case made_;
  std::string document_;
};

TEST_F(Hostile, AlteredOrCutAnywhereItIsDamagedAndNothingIsWritten) {
  add_document(*a_, made_.work, document_);
  const Bytes bundle = bundle_of(*a_, made_.work);
  const std::size_t version = kBundleMagic.size();
  for (std::size_t at = 0; at < bundle.size(); ++at) {
    SCOPED_TRACE(at);
    Bytes altered = bundle;
    altered[at] ^= 1;
    // A newer version says so; everything else is broken. Inside an entry it may look like a newer type before the hash is known.
    const auto taken = take(*b_, *a_, altered);
    ASSERT_FALSE(taken.is_ok());
    const ErrorCode code = taken.error().code;
    if (at == version) EXPECT_TRUE(code == ErrorCode::damaged);  // 1 becomes 0
    else EXPECT_TRUE(code == ErrorCode::damaged || code == ErrorCode::unsupported) << taken.error().to_string();
    Bytes cut(bundle.begin(), bundle.begin() + static_cast<std::ptrdiff_t>(at));
    const auto short_one = take(*b_, *a_, cut);
    ASSERT_FALSE(short_one.is_ok());
    EXPECT_EQ(short_one.error().code, ErrorCode::damaged);
    if (HasFailure()) break;
  }
  Bytes newer = bundle;
  newer[version] = 2;
  refused(newer, ErrorCode::unsupported);
  Bytes longer = bundle;
  longer.push_back(0);
  refused(longer);
  EXPECT_FALSE(stands(*b_, file_here(b_->vault(), a_->id(), made_.work)));
  EXPECT_TRUE(take(*b_, *a_, bundle).is_ok());
}

TEST_F(Hostile, AnotherSenderThanTheConversationSays) {
  const auto c = house("gamma");
  const Bytes bundle = bundle_of(*a_, made_.work);
  const auto taken = take(*b_, *c, bundle);
  ASSERT_FALSE(taken.is_ok());
  EXPECT_EQ(taken.error().code, ErrorCode::damaged);
}

TEST_F(Hostile, EntriesThatMayNotBe) {
  const auto with = [&](BundleEntry one, const std::string& document = "") {
    Making out = making();
    out.entries.emplace_back(std::move(one), document);
    return out;
  };
  EXPECT_EQ(accepted(with(note("So is it right."))).inventory.going(0).type(), 32U);
  made_ = open_case(*a_, false);  // what follows is of another case

  BundleEntry newer = note("x");
  newer.type = 9999;
  refused(with(newer), ErrorCode::unsupported);
  for (const char* name : {"Assignment", "Approval", "SharingConfirmed", "CaseOrigin", "LegalHold", "Facts", "MessageSent", "Agreement"}) {
    BundleEntry wrong = note("x");
    wrong.type = schema::entry_type(std::string_view(name))->number;
    wrong.content.clear();
    refused(with(wrong));
  }
  BundleEntry place = note("x");
  place.place = Place::person;
  refused(with(place));
  BundleEntry no_message = note("x");
  no_message.content = {0xff, 0xff, 0xff};
  refused(with(no_message));
  refused(with(note(std::string(4001, 'x'))));
  refused(with(note(std::string("one\0two", 7))));
  refused(with(note("bell\a")));
  BundleEntry not_text = note("x");
  not_text.content = {0x0a, 0x02, 0xc3, 0x28};
  refused(with(not_text));
  BundleEntry future = note("x");
  future.time = clock_.now() + std::chrono::hours(24 * 30);
  refused(with(future));
  Identification reference;
  reference.add_screenings("../../etc");
  refused(with(entry(reference)));
  Identification code;
  code.set_status("<b>presumed</b>");
  refused(with(entry(code)));
  refused(with([&] {
    FirstContact contact;
    contact.set_date("2026-02-31");
    return entry(contact);
  }()));
  IndividualPlan drawing;
  drawing.set_signature("<svg/>");
  refused(with(entry(drawing)));
  CaseConference crowd;
  for (int i = 0; i < 501; ++i) crowd.add_members("x");
  refused(with(entry(crowd)));
  BundleEntry author = note("x");
  author.author = "Sau\nle";
  refused(with(author));
}

TEST_F(Hostile, WhatIsNotKnownHereIsDroppedOrKeptAsACode) {
  Making making = this->making();
  Need need;
  need.set_kind("kind_of_2031");
  need.set_urgency("day");
  BundleEntry one = entry(need);
  for (const std::uint8_t byte : std::initializer_list<std::uint8_t>{0xfa, 0x3f, 0x03, 'n', 'e', 'w'}) one.content.push_back(byte);  // field 127
  making.entries.emplace_back(one, "");
  const TakenIn taken = accepted(making);
  const auto story = Hostile::story(*b_, taken.case_file);
  const auto* here = story.last<Need>();
  ASSERT_NE(here, nullptr);
  EXPECT_EQ(here->kind(), "kind_of_2031");
  EXPECT_TRUE(here->GetReflection()->GetUnknownFields(*here).empty());
}

TEST_F(Hostile, CorrectionsAndRepetitions) {
  const BundleEntry first = note("one");
  const auto with = [&](std::vector<BundleEntry> entries) {
    Making out = making();
    for (BundleEntry& one : entries) out.entries.emplace_back(std::move(one), "");
    return out;
  };
  refused(with({first, first}));
  BundleEntry of_nothing = note("two");
  of_nothing.amends = crypto::random_id<EntryId>();
  refused(with({first, of_nothing}));
  BundleEntry early = note("two");
  early.amends = first.id;
  refused(with({early, first}));
  Need need;
  BundleEntry of_another = entry(need);
  of_another.amends = first.id;
  refused(with({first, of_another}));
  BundleEntry again = note("three");
  again.amends = first.id;
  refused(with({first, early, again}));  // two corrections of one version
  BundleEntry person = entry(Identity());
  refused(with({first, person}));  // the person's come first
}

TEST_F(Hostile, Documents) {
  const auto with = [&](BundleEntry one, const std::string& document) {
    Making out = making();
    out.entries.emplace_back(std::move(one), document);
    return out;
  };
  document_ = "MZ this is a program for Windows, whatever its name says";
  document_.resize(100, '\0');
  refused(with(letter(), document_));
  document_ = "%PDF-1.7\n% cut";
  refused(with(letter(), document_));
  document_ = "Письмо.\n";
  BundleEntry longer = letter();
  longer.document += 1;
  refused(with(longer, document_ + "x"));  // another size than its entry says
  BundleEntry of_a_note = note("x");
  of_a_note.document = document_.size();
  refused(with(of_a_note, document_));
  CaseDocument png;
  png.set_file_name("letter.txt");
  png.set_format("png");
  png.set_size(std::to_string(document_.size()));
  BundleEntry lies = entry(png);
  lies.document = document_.size();
  refused(with(lies, document_));
  EXPECT_EQ(accepted(with(letter(), document_)).inventory.documents(), 1U);
}

TEST_F(Hostile, AnInventoryThatLies) {
  Making making = this->making();
  making.entries.emplace_back(note("one"), "");
  refused(making, ErrorCode::damaged, false);
  count(making);
  making.inventory.set_documents(1);
  refused(making, ErrorCode::damaged, false);
  making.inventory.clear_documents();
  making.inventory.set_first("yesterday");
  refused(making, ErrorCode::damaged, false);
  making.inventory.clear_first();
  making.inventory.set_case_there(made_.person.text());
  refused(making, ErrorCode::damaged, false);
}

TEST_F(Hostile, FormsThatAreNone) {
  OwnAssistance answers;
  answers.set_form("work");
  answers.set_definition(std::string(64, 'a'));
  Making making = this->making();
  making.entries.emplace_back(entry(answers), "");
  refused(making);  // answers without their form
  making.entries.clear();
  making.forms.push_back({to_bytes(view("no form"))});
  refused(making);
}

TEST_F(Hostile, ASourceThatBreaksIsNoDamage) {
  add_document(*a_, made_.work, document_);
  const Bytes bundle = bundle_of(*a_, made_.work);
  int opened = 0;
  for (std::size_t pieces = 0;; ++pieces) {
    const auto taken = take_in(b_->vault(), b_->first(), {}, from(*a_), [&]() -> Result<Source> {
      // The first time whole, so that the second reading, of the documents, breaks as well.
      return in_pieces(bundle, 400, ++opened % 2 == 0 ? pieces : SIZE_MAX);
    });
    if (taken) break;
    EXPECT_EQ(taken.error().code, ErrorCode::unavailable);
    ASSERT_LT(pieces, 100U);
    if (opened % 2 != 0) ++opened;
  }
  EXPECT_GE(opened, 2);
  EXPECT_EQ(story(*b_, file_here(b_->vault(), a_->id(), made_.work)).all<CaseDocument>().size(), 1U);
  EXPECT_EQ(must(b_->vault().sweep_blobs()), 0U);
}

TEST_F(Hostile, WhatWasErasedHereDoesNotComeBack) {
  Note first;
  first.set_text("Ошибка");
  const EntryId there = add(*a_, made_.work, first);
  const Bytes bundle = bundle_of(*a_, made_.work);
  const TakenIn taken = must(take(*b_, *a_, bundle));
  const EntryId here = IdsHere(a_->id(), b_->id()).entry(there);
  must(casework::Cases(b_->vault()).erase(b_->first(), taken.case_file, here));
  must(take(*b_, *a_, bundle));
  first.set_text("Снова");
  add(*a_, made_.work, first, there);
  must(take(*b_, *a_, bundle_of(*a_, made_.work)));  // a later bundle of the same case adds what is new
  const auto story = Hostile::story(*b_, taken.case_file);
  ASSERT_NE(story.find(here), nullptr);
  EXPECT_TRUE(story.find(here)->latest().erased);
  EXPECT_EQ(story.find(here)->versions.size(), 1U);
}

// The process is killed at one call to the disk after the other; tried again, it ends as if nothing had been.
TEST_F(Hostile, KilledAnywhereItGoesOn) {
  add_document(*a_, made_.work, document_);
  Note one;
  one.set_text("Звонила.");
  add(*a_, made_.work, one, add(*a_, made_.work, one));
  const Bytes bundle = bundle_of(*a_, made_.work);
  const TakeIn what = from(*a_);
  const FileId work = file_here(b_->vault(), a_->id(), made_.work);
  const std::filesystem::path folder = b_->folder();
  const auto open_and_take = [&]() -> Result<TakenIn> {
    TRY(vault, vault::Vault::open(folder, clock_));
    TRY(by, vault->sign_in("First", House::kPassword));
    return take_in(*vault, by, {}, what, [&]() -> Result<Source> { return in_pieces(bundle); });
  };
  a_.reset();
  b_.reset();
  std::filesystem::copy(folder, root_ / "start", std::filesystem::copy_options::recursive);
  std::filesystem::copy(root_ / "keys", root_ / "start-keys", std::filesystem::copy_options::recursive);
  std::uint64_t nth = 1;
  int killed = 0;
  for (; nth < 3000; nth += 5) {
    SCOPED_TRACE(nth);
    for (const auto& [from, to] : {std::pair(root_ / "start", folder), std::pair(root_ / "start-keys", root_ / "keys")}) {
      std::filesystem::remove_all(to);
      std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
    }
    const auto outcome = store::fault::run_in_child(nth, store::fault::Then::die, [&](const store::fault::Acknowledge&) {
      if (!open_and_take()) ::_exit(3);
    });
    ASSERT_TRUE(outcome.status == 0 || outcome.status == store::fault::kKilled) << outcome.status;
    killed += outcome.status == 0 ? 0 : 1;
    const auto taken = open_and_take();
    ASSERT_TRUE(taken.is_ok()) << taken.error().to_string();
    {
      const auto vault = must(vault::Vault::open(folder, clock_));
      const auto by = must(vault->sign_in("First", House::kPassword));
      const auto story = must(casework::Cases(*vault).read(by, work));
      ASSERT_EQ(story.all<CaseOpened>().size(), 1U);
      ASSERT_EQ(story.all<Note>().size(), 1U);
      ASSERT_EQ(story.all<Note>().front()->versions.size(), 2U);
      ASSERT_EQ(story.all<CaseDocument>().size(), 1U);
      ASSERT_EQ(story.all<CaseOrigin>().front()->as<CaseOrigin>()->complete(), "yes");
    }
    const auto report = vault::verify(folder);
    ASSERT_TRUE(report.is_ok()) << report.error().to_string();
    if (outcome.status == 0) break;
  }
  EXPECT_GE(killed, 8) << "taking in reaches the disk far more often";
}

TEST_F(Hostile, AThousandEntriesAndALongDocument) {
  casework::GrowingFile growing(must(a_->vault().open_file(a_->first(), made_.work)));
  for (int i = 0; i < 1000; ++i) {
    Note one;
    one.set_text("Запись " + std::to_string(i) + std::string(200, 'x'));
    growing.add(one);
  }
  write(*a_, growing);
  const auto before = std::chrono::steady_clock::now();
  const Bytes bundle = bundle_of(*a_, made_.work);
  const auto written = std::chrono::steady_clock::now();
  const TakenIn taken = must(take(*b_, *a_, bundle));
  const auto done = std::chrono::steady_clock::now();
  const auto ms = [](auto duration) { return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count(); };
  std::printf("1000 entries: written in %lld ms, taken in in %lld ms, %zu bytes\n", static_cast<long long>(ms(written - before)), static_cast<long long>(ms(done - written)), bundle.size());
  EXPECT_EQ(story(*b_, taken.case_file).all<Note>().size(), 1000U);
  EXPECT_LT(ms(done - written), 30'000) << "some hundred milliseconds on a machine that does nothing else";
  // 100 MB of documents, never as a whole in memory here or there.
  const auto long_one = open_case(*a_, false);
  const std::string line = "Длинная строка одного документа.\n";
  std::string text;
  while (text.size() < (20U << 20U)) text += line;
  for (int i = 0; i < 5; ++i) add_document(*a_, long_one.work, text);
  const std::filesystem::path file = root_ / "bundle";
  std::ofstream out(file, std::ios::binary);
  const auto start = std::chrono::steady_clock::now();
  const auto inventory = must(write_bundle(a_->vault(), a_->first(), long_one.work, kAllGroups, [&](BytesView bytes) -> Result<void> {
    EXPECT_LE(bytes.size(), schema::kEntryLimit + 1024);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return {};
  }));
  out.close();
  EXPECT_EQ(inventory.size(), std::filesystem::file_size(file));
  const auto halfway = std::chrono::steady_clock::now();
  const auto there = must(take_in(b_->vault(), b_->first(), {}, from(*a_), [&]() -> Result<Source> {
    auto in = std::make_shared<std::ifstream>(file, std::ios::binary);
    return Source([in]() -> Result<Bytes> {
      Bytes piece(1U << 16U);
      in->read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
      piece.resize(static_cast<std::size_t>(in->gcount()));
      return piece;
    });
  }));
  const auto end = std::chrono::steady_clock::now();
  std::printf("100 MB of documents: written in %lld ms, taken in in %lld ms\n", static_cast<long long>(ms(halfway - start)), static_cast<long long>(ms(end - halfway)));
  const auto told = story(*b_, there.case_file);
  ASSERT_EQ(told.all<CaseDocument>().size(), 5U);
  EXPECT_EQ(document_of(*b_, there.case_file, told.all<CaseDocument>().back()->first().id), text);
}

}  // namespace
}  // namespace arasha::handover

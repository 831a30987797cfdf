// arasha import and export: what goes in, what is refused, what comes out.
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/command_room.h"
#include "app/ctdc_tables.h"
#include "arasha/consent.pb.h"
#include "arasha/options.pb.h"
#include "casework/cases.h"
#include "projection/case_table.h"
#include "vault/vault.h"

namespace arasha::app {
namespace {

class Import : public CommandRoom {
 protected:
  void SetUp() override {
    CommandRoom::SetUp();
    ASSERT_EQ(init().status, 0);
  }
  Answer import(const std::string& name, const std::vector<std::string>& more = {}, const std::string& format = "ctdc") {
    std::vector<std::string> words = {"--format", format, path(name)};
    words.insert(words.end(), more.begin(), more.end());
    return saule("import", words);
  }
  Answer exported(const std::string& format = "ctdc") { return saule("export", {"--format", format}); }
  std::string verified() { return arasha({"verify", "--data", path("data")}).out; }
  // Refused with a sentence, and nothing of it stays.
  Answer expect_refused(const std::string& content, const std::string& sentence, const std::string& format = "ctdc") {
    write("table", content);
    const Answer answer = import("table", {}, format);
    EXPECT_EQ(answer.status, 1);
    EXPECT_NE(answer.error.find(sentence), std::string::npos) << answer.error;
    EXPECT_EQ(answer.out, "");
    EXPECT_NE(verified().find("0 files"), std::string::npos) << verified();
    return answer;
  }
};

TEST_F(Import, ComesBackTheSame) {
  const std::string table = ctdc_table(40);
  write("table", table);
  const Answer in = import("table");
  ASSERT_EQ(in.status, 0) << in.error;
  EXPECT_EQ(in.out, "40 records are imported.\n");
  EXPECT_NE(verified().find("40 files, 80 entries"), std::string::npos) << verified();
  const Answer out = exported();
  ASSERT_EQ(out.status, 0) << out.error;
  EXPECT_EQ(sorted_lines(out.out), sorted_lines(table));
}

TEST_F(Import, DryRunReadsEverythingAndWritesNothing) {
  write("table", ctdc_table(7));
  const Answer dry = import("table", {"--dry-run"});
  EXPECT_EQ(dry.status, 0) << dry.error;
  EXPECT_EQ(dry.out, "7 records would be imported. Nothing was written.\n");
  EXPECT_NE(verified().find("0 files"), std::string::npos);
  write("wrong", ctdc_table(2) + std::string(62, ',') + "\n2010" + std::string(62, ',').replace(1, 1, ",nonsense,") + "\n");
  EXPECT_EQ(import("wrong", {"--dry-run"}).status, 1);
}

TEST_F(Import, SecondImportOfTheSameRecordsIsRefusedUntilToldOtherwise) {
  write("table", ctdc_table(5));
  ASSERT_EQ(import("table").status, 0);
  const Answer second = import("table");
  EXPECT_EQ(second.status, 1);
  EXPECT_NE(second.error.find("--again"), std::string::npos) << second.error;
  EXPECT_EQ(import("table", {"--dry-run"}).status, 1);
  // Saved anew by a spreadsheet: another file, the same records.
  std::string saved = "\xef\xbb\xbf";
  for (const char c : ctdc_table(5)) {
    if (c == '\n') saved += '\r';
    saved += c;
  }
  write("saved", saved);
  EXPECT_EQ(import("saved").status, 1);
  EXPECT_NE(verified().find("5 files"), std::string::npos);
  const Answer again = import("table", {"--again"});
  EXPECT_EQ(again.status, 0) << again.error;
  EXPECT_NE(verified().find("10 files"), std::string::npos);
  write("other", ctdc_table(6));
  EXPECT_EQ(import("other").status, 0);
}

TEST_F(Import, OthersInTheDatabaseCannotSeeWhatWasImported) {
  write("table", ctdc_table(5));
  ASSERT_EQ(import("table").status, 0);
  std::string bytes;
  for (const auto& entry : fs::directory_iterator(root_ / "data")) {
    if (entry.is_regular_file()) bytes += read("data/" + entry.path().filename().string());
  }
  EXPECT_GT(bytes.size(), 4096U);
  for (const char* told : {"Hotline", "ctdc_import", "Female"}) EXPECT_EQ(bytes.find(told), std::string::npos) << told;
}

TEST_F(Import, EveryMistakeIsNamedByItsPlaceAndNotRepeated) {
  const std::string secret = "Aliya Karimova";
  std::string table = ctdc_table(3);
  for (int i = 0; i < 3; ++i) table += secret + std::string(62, ',') + "\n";
  const Answer answer = expect_refused(table, "Mistakes in the table: 3. Nothing was imported.");
  for (const char* line : {"Line 5, column yearOfRegistration", "Line 6", "Line 7"}) EXPECT_NE(answer.error.find(line), std::string::npos);
  EXPECT_EQ(answer.error.find("Aliya"), std::string::npos);
  std::string many = heading();
  for (int i = 0; i < 300; ++i) many += "x" + std::string(62, ',') + "\n";
  const Answer all = expect_refused(many, "Mistakes in the table: 300.");
  EXPECT_LT(std::count(all.error.begin(), all.error.end(), '\n'), 30);
}

TEST_F(Import, HostileTables) {
  expect_refused("", "no heading");
  expect_refused(heading(), "no records");
  expect_refused("a,b,c\n1,2,3\n", "column");
  expect_refused("gender,gender\nFemale,Male\n", "twice");
  expect_refused(heading().substr(0, heading().rfind(',')) + "\n", "missing");
  expect_refused(heading() + "2010,Hotline\n", "Line 2");
  expect_refused(heading() + "2010,\"Hotline" + std::string(61, ','), "quotation mark");
  expect_refused(heading() + "2010,Hot\"line\"" + std::string(61, ',') + "\n", "Line 2");
  expect_refused(heading() + std::string("20\0", 3) + "10" + std::string(62, ',') + "\n", "Line 2");
  expect_refused(heading() + "\xff\xfe" + std::string(62, ',') + "\n", "Line 2");
  expect_refused(std::string("\xff\xfe", 2) + std::string("g\0e\0n\0", 6), "UTF-8");
  expect_refused(std::string("\x1f\x8b\x08\x00\x00", 5) + "zipped", "");
  expect_refused(heading() + std::string(62, ',') + "\n", "no values");
  expect_refused(heading() + "=cmd|' /C calc'!A0" + std::string(62, ',') + "\n", "Line 2");
}

TEST_F(Import, ALineOfAHundredMegabytesIsRefusedInLittleMemory) {
  {
    std::ofstream out(root_ / "table", std::ios::binary);
    out << heading();
    const std::string block(1U << 20U, 'a');
    for (int i = 0; i < 100; ++i) out << block;
  }
  const Answer answer = import("table");
  EXPECT_EQ(answer.status, 1);
  EXPECT_NE(answer.error.find("Line 2"), std::string::npos) << answer.error;
  EXPECT_LT(answer.error.size(), 500U);
}

TEST_F(Import, WhatIsNotAnOrdinaryFile) {
  const Answer missing = import("nowhere");
  EXPECT_EQ(missing.status, 1);
  EXPECT_NE(missing.error.find("There is no file"), std::string::npos);
  fs::create_directory(root_ / "folder");
  EXPECT_NE(import("folder").error.find("not an ordinary file"), std::string::npos);
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_NE(import("pipe").error.find("not an ordinary file"), std::string::npos);
  write("table", ctdc_table(1));
  EXPECT_EQ(saule("import", {"--format", "xml", path("table")}).status, 2);
  EXPECT_EQ(saule("import", {"--format", "ctdc"}).status, 2);
}

TEST_F(Import, OneAnswerForAWrongPassphraseAndAnUnknownName) {
  write("table", ctdc_table(1));
  write("wrong", "another passphrase here\n");
  const auto as = [&](const char* name, const char* password) {
    return arasha({"import", "--data", path("data"), "--as", name, "--password-file", path(password), "--format", "ctdc", path("table")});
  };
  const Answer wrong = as("Saule", "wrong");
  const Answer unknown = as("Nobody", "pw");
  EXPECT_EQ(wrong.status, 1);
  EXPECT_EQ(wrong.error, unknown.error);
  EXPECT_EQ(wrong.error.find("Saule"), std::string::npos);
  EXPECT_EQ(as("Saule", "nowhere").status, 1);
  for (const char* command : {"count", "search", "export"}) {
    std::vector<std::string> words = {command, "--data", path("data"), "--as", "Nobody", "--password-file", path("pw")};
    if (words[0] == "count") words.insert(words.end(), {"--by", "gender"});
    if (words[0] == "search") words.insert(words.end(), {"Aliya"});
    if (words[0] == "export") words.insert(words.end(), {"--format", "ctdc"});
    EXPECT_EQ(arasha(words).error, wrong.error) << command;
  }
}

TEST_F(Import, WhoIsInNoCircleMayDoNothing) {
  write("table", ctdc_table(3));
  ASSERT_EQ(import("table").status, 0);
  {
    const SystemClock clock;
    const auto vault = *vault::Vault::open(path("data"), clock);
    const auto steward = *vault->sign_in("Saule", "four words for a steward");
    const auto invitation = *vault->add_member(steward, "Temir", true);
    const auto fresh = *vault->activate("Temir", invitation.code, "a passphrase of his own");
    ASSERT_TRUE(vault->verify_member(steward, fresh.member(), vault->directory()->member(fresh.member())->keys).is_ok());
  }
  write("his", "a passphrase of his own\n");
  write("other", ctdc_table(4));
  const auto temir = [&](std::vector<std::string> words) {
    words.insert(words.begin() + 1, {"--data", path("data"), "--as", "Temir", "--password-file", path("his")});
    const Answer answer = arasha(words);
    EXPECT_EQ(answer.status, 1) << words[0];
    EXPECT_NE(answer.error.find("Ask a steward."), std::string::npos) << answer.error;
    EXPECT_EQ(answer.out, "");
  };
  temir({"import", "--format", "ctdc", path("other")});
  temir({"export", "--format", "ctdc"});
  temir({"export", "--format", "htcds"});
  temir({"count", "--by", "gender"});
  temir({"search", "Aliya"});
  EXPECT_NE(verified().find("3 files"), std::string::npos);
}

// Killed while it writes: nothing of it is there afterwards.
TEST_F(Import, AKilledImportLeavesNothing) {
  write("table", ctdc_table(4000));
  int ends[2] = {};
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::close(ends[0]);
    ::dup2(ends[1], STDERR_FILENO);
    static_cast<void>(run({"import", "--data", path("data"), "--as", "Saule", "--password-file", path("pw"), "--format", "ctdc", path("table")},
                          std::cout, std::cerr));
    ::_exit(0);
  }
  ::close(ends[1]);
  char said = 0;
  EXPECT_EQ(::read(ends[0], &said, 1), 1);  // the first quarter
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(ends[0]);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_NE(verified().find("0 files"), std::string::npos) << verified();
  EXPECT_EQ(import("table").status, 0);
  EXPECT_NE(verified().find("4000 files"), std::string::npos);
}

class Export : public Import {};

TEST_F(Export, FileIsPrivateWholeAndReplacesOnlyFiles) {
  write("table", ctdc_table(4));
  ASSERT_EQ(import("table").status, 0);
  const auto to = [&](const std::string& name) { return saule("export", {"--format", "ctdc", "--out", path(name)}); };
  const Answer out = to("out.csv");
  ASSERT_EQ(out.status, 0) << out.error;
  EXPECT_EQ(out.out, "4 records are written.\n");
  EXPECT_EQ(sorted_lines(read("out.csv")), sorted_lines(ctdc_table(4)));
  struct stat status {};
  ASSERT_EQ(::stat(path("out.csv").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_FALSE(fs::exists(path("out.csv.new")));
  EXPECT_EQ(to("out.csv").status, 0);

  fs::create_directory(root_ / "folder");
  EXPECT_EQ(to("folder").status, 1);
  EXPECT_EQ(to("nowhere/out.csv").status, 1);
  ASSERT_EQ(::symlink(path("elsewhere").c_str(), path("link").c_str()), 0);
  EXPECT_EQ(to("link").status, 1);
  // Somebody waits for our file with a link under its temporary name.
  ASSERT_EQ(::symlink(path("elsewhere").c_str(), path("trap.csv.new").c_str()), 0);
  EXPECT_EQ(to("trap.csv").status, 0);
  EXPECT_FALSE(fs::exists(root_ / "elsewhere"));
}

TEST_F(Export, ReadingIsRecorded) {
  write("table", ctdc_table(4));
  ASSERT_EQ(import("table").status, 0);
  ASSERT_EQ(exported().status, 0);
  ASSERT_EQ(saule("count", {"--by", "gender"}).status, 0);
  ASSERT_EQ(saule("search", {"Aliya"}).status, 0);
  const SystemClock clock;
  const auto vault = *vault::Vault::open(path("data"), clock);
  const auto readings = *vault->readings(*vault->sign_in("Saule", "four words for a steward"), UINT64_MAX, 10);
  std::vector<std::pair<vault::Action, std::uint32_t>> seen;
  for (const auto& one : readings) {
    if (one.reading.action != vault::Action::signed_in) seen.emplace_back(one.reading.action, one.reading.count);
  }
  ASSERT_EQ(seen.size(), 4U);
  EXPECT_EQ(seen[0], std::pair(vault::Action::searched, std::uint32_t{0}));
  EXPECT_EQ(seen[1], std::pair(vault::Action::counted, std::uint32_t{4}));
  EXPECT_EQ(seen[2], std::pair(vault::Action::exported, std::uint32_t{4}));
  EXPECT_EQ(seen[3], std::pair(vault::Action::imported, std::uint32_t{4}));
}

const std::string kHtcds =
    "prs_FirstName,prs_SecondName,prs_Gender,prs_Citizenship,prs_Birthdate,vic_TraffickingStatus,vic_TraffickingStatusDecisionMakingOrg,"
    "vic_TypeOfExploitation,vic_MethodsOfControl,hte_Country,hte_Type,cas_Status,cas_IncomingReferralDate,con_Consent\n"
    "Әлия,Каримова,Feminine,UZ,1999-05-01,ActualVictimOfTrafficking,Police,ForcedLabour,DebtBondage;WithholdsDocuments,KZ,Exploitation,"
    "Active,2026-01-15,TRUE\n"
    "'=Бекзод,Juraev,Masculine,UZ,,PossibleVictimOfTrafficking,NGO,ForcedLabour,,RU,Exploitation,Closed,2026-02-01,FALSE\n";

TEST_F(Export, HtcdsGoesInAndComesOut) {
  write("table", kHtcds);
  const Answer in = import("table", {}, "htcds");
  ASSERT_EQ(in.status, 0) << in.error;
  EXPECT_NE(verified().find("4 files"), std::string::npos);
  const Answer out = exported("htcds");
  ASSERT_EQ(out.status, 0) << out.error;
  EXPECT_NE(out.out.find("\n,'=Бекзод,"), std::string::npos) << out.out;

  // What comes out goes in again, and is the same.
  write("again", out.out);
  ASSERT_EQ(arasha({"init", "--data", path("second"), "--organization", "B", "--steward", "Saule", "--password-file", path("pw"),
                    "--password-memory", "19"}).status, 0);
  const auto second = [&](std::vector<std::string> words) {
    words.insert(words.begin() + 1, {"--data", path("second"), "--as", "Saule", "--password-file", path("pw")});
    return arasha(words);
  };
  const Answer back = second({"import", "--format", "htcds", path("again")});
  ASSERT_EQ(back.status, 0) << back.error;
  EXPECT_EQ(sorted_lines(second({"export", "--format", "htcds"}).out), sorted_lines(out.out));

  const Answer found = saule("search", {"Aliya Karimova", "--format", "csv"});
  ASSERT_EQ(found.status, 0) << found.error;
  EXPECT_NE(found.out.find("Каримова Әлия"), std::string::npos) << found.out;
}

TEST_F(Export, HtcdsLeavesOutTheOtherDataset) {
  write("table", ctdc_table(3));
  ASSERT_EQ(import("table").status, 0);
  write("people", kHtcds);
  ASSERT_EQ(import("people", {}, "htcds").status, 0);
  const Answer out = exported("htcds");
  EXPECT_EQ(sorted_lines(out.out).size(), 3U);
  EXPECT_NE(out.error.find("3 records that came from a CTDC table are left out"), std::string::npos) << out.error;
  // And the facts of people were not derived, so they do not leave.
  EXPECT_EQ(sorted_lines(exported().out).size(), 4U);
}

// A record for the own organisation says so; one for others holds what the person agreed to, and is written down first.
TEST_F(Export, HtcdsForOthersNeedsConsentCaseByCase) {
  write("people", kHtcds);
  ASSERT_EQ(import("people", {}, "htcds").status, 0);
  const Answer own = exported("htcds");
  EXPECT_EQ(sorted_lines(own.out).size(), 3U);
  EXPECT_NE(own.error.find("This table is for your own organisation only."), std::string::npos) << own.error;

  const auto to_iom = [&] { return saule("export", {"--format", "htcds", "--purpose", "iom_unhcr", "--recipient", " iom ALMATY"}); };
  const Answer nobody = to_iom();
  ASSERT_EQ(nobody.status, 0) << nobody.error;
  EXPECT_EQ(sorted_lines(nobody.out).size(), 1U);  // the heading
  EXPECT_NE(nobody.error.find("2 cases are left out"), std::string::npos) << nobody.error;
  EXPECT_NE(nobody.error.find("2: There is no consent for this purpose"), std::string::npos) << nobody.error;

  {
    const SystemClock clock;
    const auto opened = vault::Vault::open(path("data"), clock);
    ASSERT_TRUE(opened.is_ok());
    const auto keys = (*opened)->sign_in("Saule", "four words for a steward");
    ASSERT_TRUE(keys.is_ok());
    projection::CaseTable table;
    projection::Projection projection(**opened);
    projection.attach(ASSISTANCE, table);
    std::vector<projection::CaseRow> rows;
    {
      const auto access = projection.enter(*keys, ASSISTANCE);
      ASSERT_TRUE(access.is_ok());
      rows = table.list(*access, {}).rows;
    }
    ASSERT_EQ(rows.size(), 2U);
    casework::Cases cases(**opened);
    for (const projection::CaseRow& row : rows) {
      const auto story = cases.read(*keys, row.file);
      ASSERT_TRUE(story.is_ok());
      if (story->last<Closure>() != nullptr) continue;  // the other one was not asked
      Consent consent;
      consent.set_purpose("iom_unhcr");
      consent.set_recipient("IOM Almaty");
      consent.set_answer("given");
      consent.set_date("2026-01-20");
      consent.add_groups("identity");
      consent.add_groups("services");
      ASSERT_TRUE(cases.add(*keys, row.file, consent).is_ok());
    }
  }
  const Answer part = to_iom();
  ASSERT_EQ(part.status, 0) << part.error;
  EXPECT_EQ(sorted_lines(part.out).size(), 2U);
  EXPECT_NE(part.out.find("Каримова"), std::string::npos) << part.out;
  EXPECT_NE(part.out.find("Active"), std::string::npos) << part.out;
  for (const char* secret : {"DebtBondage", ",ForcedLabour,", "ActualVictim", "Бекзод"}) EXPECT_EQ(part.out.find(secret), std::string::npos) << secret;
  EXPECT_NE(part.error.find("1 case goes out in part"), std::string::npos) << part.error;
  EXPECT_NE(part.error.find("1 case is left out"), std::string::npos) << part.error;
  EXPECT_EQ(part.error.find("own organisation"), std::string::npos) << part.error;
  // Each time it leaves, the case says so.
  to_iom();
  const SystemClock clock;
  const auto opened = vault::Vault::open(path("data"), clock);
  const auto keys = (*opened)->sign_in("Saule", "four words for a steward");
  ASSERT_TRUE(keys.is_ok());
  projection::CaseTable table;
  projection::Projection projection(**opened);
  projection.attach(ASSISTANCE, table);
  std::vector<projection::CaseRow> rows;
  {
    const auto access = projection.enter(*keys, ASSISTANCE);
    rows = table.list(*access, {}).rows;
  }
  std::size_t given = 0;
  for (const projection::CaseRow& row : rows) {
    const auto story = casework::Cases(**opened).read(*keys, row.file);
    for (const casework::Item* item : story->all<Shared>()) {
      ++given;
      EXPECT_EQ(item->as<Shared>()->basis(), "consent");
      EXPECT_EQ(item->as<Shared>()->groups_size(), 2);
    }
  }
  EXPECT_EQ(given, 2U);
}

TEST_F(Export, ForOthersSaysForWhatAndToWhom) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"--format", "htcds", "--purpose", "police"}, {"--format", "htcds", "--recipient", "x"}}) {
    EXPECT_EQ(saule("export", words).status, 2);
  }
  EXPECT_NE(saule("export", {"--format", "htcds", "--purpose", "anything", "--recipient", "x"}).error.find("No consent has this purpose"), std::string::npos);
  EXPECT_NE(saule("export", {"--format", "htcds", "--purpose", "police", "--recipient", " "}).error.find("Say who receives it"), std::string::npos);
  EXPECT_NE(saule("export", {"--format", "ctdc", "--purpose", "police", "--recipient", "x"}).error.find("needs no consent"), std::string::npos);
}

TEST_F(Export, HtcdsSaysWhatWasLeftOut) {
  write("table", "prs_FirstName,hair_colour\nAliya,brown\n");
  const Answer in = import("table", {}, "htcds");
  EXPECT_EQ(in.status, 0) << in.error;
  EXPECT_NE(in.error.find("The column hair_colour is not kept."), std::string::npos) << in.error;
}

}  // namespace
}  // namespace arasha::app

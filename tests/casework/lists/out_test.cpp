// Lists that leave as files: what is in them, who may take them out, and what is recorded before.
#include <gmock/gmock.h>

#include "arasha/consent.pb.h"
#include "casework/browser.h"
#include "statistics/unzipped.h"
#include "vault/spoken.h"

namespace arasha::casework {
namespace {

using statistics::unzipped;
using ::testing::HasSubstr;
using ::testing::Not;

class OutPages : public SiteTest {
 protected:
  static std::string plain(const std::string& rest) { return rest + "&format=csv&wrapping=plain&sure=1"; }
  std::size_t exported(FileId file) {
    vault::Keyring auditor = in("Auditor " + std::to_string(++auditors_), {vault::CircleKind::auditors});
    std::size_t out = 0;
    for (const auto& one : must(vault_->readings(auditor, UINT64_MAX, 1'000))) out += one.reading.action == vault::Action::exported && one.reading.file == file ? 1U : 0U;
    return out;
  }
  void agree(FileId file, std::initializer_list<const char*> groups) {
    Consent consent;
    consent.set_purpose("iom_unhcr");
    consent.set_recipient("IOM");
    consent.set_answer("given");
    consent.set_date("2026-09-10");
    consent.set_explained_by("A");
    consent.set_language("uz");
    for (const char* group : groups) consent.add_groups(group);
    must(Cases(*vault_).add(*steward_, file, consent));
  }
  int auditors_ = 0;
};

TEST_F(OutPages, NamesAreOffUntilTheyAreChosenAndSaidToBeNames) {
  open_one();
  Browser browser(*site_, steward_.get());
  const std::string page = browser.get("/out/cases?state=open").body;
  EXPECT_THAT(page, HasSubstr("Columns by which people are found"));
  const auto at = page.find("value=\"name\"");
  ASSERT_NE(at, std::string::npos);
  EXPECT_THAT(page.substr(at, page.find('>', at) - at), Not(HasSubstr("checked")));
  const auto alias = page.find("value=\"alias\"");
  ASSERT_NE(alias, std::string::npos);
  EXPECT_THAT(page.substr(alias, page.find('>', alias) - alias), HasSubstr("checked"));
}

TEST_F(OutPages, AnEncryptedZipWhosePassphraseIsShownOnceAndKeptNowhere) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string form = "column=alias&column=state&column=opened&column=name&filter=state%3Dopen&step=look&format=xlsx&wrapping=zip";
  const auto look = browser.post("/out/cases", form);
  ASSERT_EQ(look.status, 200);
  EXPECT_THAT(look.body, HasSubstr("1 row"));
  EXPECT_EQ(exported(files.case_file), 0U);
  const std::string passphrase = Browser::value_of(look.body, "passphrase");
  ASSERT_TRUE(vault::is_suggested_passphrase(passphrase)) << passphrase;
  std::string typed = passphrase;
  std::replace(typed.begin(), typed.end(), ' ', '+');
  const auto answer = browser.post("/out/cases/file", form + "&passphrase=" + typed);
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "application/zip");
  EXPECT_EQ(exported(files.case_file), 1U);
  EXPECT_THAT(answer.body, Not(HasSubstr(files.alias)));
  const std::string name = "arasha-cases-" + to_iso(date_of(clock_.now())) + ".xlsx";
  EXPECT_FALSE(unzipped(answer.body, name, "bafe bafe bafe bafe bafe bafe").has_value());
  const auto inner = unzipped(answer.body, name, passphrase);
  ASSERT_TRUE(inner.has_value());
  const auto sheet = unzipped(*inner, "xl/worksheets/sheet1.xml");
  ASSERT_TRUE(sheet.has_value());
  EXPECT_THAT(*sheet, HasSubstr(files.alias));
  EXPECT_THAT(*sheet, HasSubstr("Каримова Дилноза"));
  EXPECT_THAT(*sheet, HasSubstr("<v>46275</v>"));  // 10 September 2026
  for (const auto& row : must(vault_->store().drafts(steward_->member()))) EXPECT_THAT(std::string(text_view(row.blob)), Not(HasSubstr(passphrase)));
  // A passphrase of one's own protects badly and is not taken.
  EXPECT_NE(browser.post("/out/cases/file", form + "&passphrase=1234").content_type, "application/zip");
}

TEST_F(OutPages, WithoutProtectionOnlyAfterAWarning) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string form = "column=alias&filter=&format=csv&wrapping=plain";
  EXPECT_THAT(browser.post("/out/cases", form + "&step=look").body, HasSubstr("Whoever finds this file"));
  const auto refused = browser.post("/out/cases/file", form);
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(exported(files.case_file), 0U);
  const auto answer = browser.post("/out/cases/file", form + "&sure=1");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "\xEF\xBB\xBF" "Case\n" + files.alias + "\n");
  EXPECT_EQ(exported(files.case_file), 1U);
}

TEST_F(OutPages, OnlyWhatTheFilterAndTheKeysShow) {
  const CaseFiles one = open_one();
  Browser browser(*site_, steward_.get());
  EXPECT_THAT(browser.post("/out/cases/file", plain("column=alias&filter=state%3Dclosed")).body, Not(HasSubstr(one.alias)));
  const auto duty = in("Duty", {vault::CircleKind::duty});
  Browser hers(*site_, &duty);
  for (const char* kind : {"cases", "services", "people"}) {
    EXPECT_EQ(hers.get(std::string("/out/") + kind).status, 404) << kind;
    EXPECT_EQ(hers.post(std::string("/out/") + kind + "/file", plain("column=alias&column=name&q=Karimova&from=01.01.2026&until=01.12.2026")).status, 404) << kind;
  }
  EXPECT_EQ(exported(one.case_file), 0U);
  EXPECT_EQ(browser.get("/out/nonsense").status, 404);
  EXPECT_EQ(browser.post("/out/cases", "step=look&column=nonsense").status, 400);
}

TEST_F(OutPages, ServicesOfAPeriodWithOneRowEach) {
  const CaseFiles files = open_one();
  for (const char* day : {"2026-09-11", "2026-09-20"}) {
    ServiceGiven service;
    service.set_kind("social_domestic");
    service.set_item("food");
    service.set_date(day);
    service.set_quantity("2");
    service.set_unit("night");
    service.set_provider("=own");
    service.set_provider_kind("own");
    service.set_funding("own");
    service.set_project(day);
    must(Cases(*vault_).add(*steward_, files.case_file, service));
  }
  Browser browser(*site_, steward_.get());
  const std::string columns = "column=alias&column=date&column=quantity&column=provider&";
  const auto answer = browser.post("/out/services/file", plain(columns + "from=01.09.2026&until=15.09.2026"));
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "\xEF\xBB\xBF" "Case,Date,Quantity,Provider\n" + files.alias + ",2026-09-11,2,'=own\n");
  EXPECT_GE(exported(files.case_file), 1U);
  EXPECT_EQ(browser.post("/out/services", columns + "step=look&from=01.10.2026&until=30.09.2026").status, 400);
  EXPECT_EQ(browser.post("/out/services", columns + "step=look").status, 400);
}

TEST_F(OutPages, PeopleFoundAndWhatIsToBeDone) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser.post("/out/people", "q=Karimova").status, 200);
  const auto people = browser.post("/out/people/file", plain("column=cases&column=name&q=Karimova"));
  EXPECT_THAT(people.body, HasSubstr(files.alias + ",Каримова Дилноза"));
  EXPECT_EQ(exported(files.person_file), 1U);
  const auto todo = browser.post("/out/todo/file", plain("column=alias&column=kind&whose=all&until_when=any"));
  EXPECT_EQ(todo.status, 200);
}

TEST_F(OutPages, ForSomebodyOutsideOnlyWhatEachPersonAgreedToAndEachCaseSaysSo) {
  const CaseFiles agreed = open_one();
  const CaseFiles silent = open_one("Асанова", "Айгүл");
  agree(agreed.case_file, {"services"});
  Browser browser(*site_, steward_.get());
  const std::string form = "column=alias&column=state&column=owner&column=name&filter=&whom=outside&purpose=iom_unhcr&recipient=iom";
  const auto look = browser.post("/out/cases", form + "&step=look&format=csv&wrapping=plain");
  EXPECT_THAT(look.body, HasSubstr("1 case goes out"));
  EXPECT_THAT(look.body, HasSubstr("1 case is left out"));
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, agreed.case_file)).last<Shared>(), nullptr);
  const auto answer = browser.post("/out/cases/file", plain(form));
  ASSERT_EQ(answer.status, 200);
  // The name was not agreed to; who works on it is the house's own business.
  EXPECT_EQ(answer.body, "\xEF\xBB\xBF" "Case,State,Name\n" + agreed.alias + ",New,\n");
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, agreed.case_file)).all<Shared>().size(), 1U);
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, silent.case_file)).all<Shared>().size(), 0U);
  EXPECT_EQ(exported(silent.case_file), 0U);
  EXPECT_EQ(browser.post("/out/cases", form + "&step=look&recipient=").status, 200);
  EXPECT_EQ(browser.post("/out/cases", "column=alias&whom=outside&purpose=case_management&recipient=x&step=look").status, 400);
  EXPECT_EQ(browser.post("/out/cases", "column=owner&whom=outside&purpose=iom_unhcr&recipient=x&step=look").status, 400);
}

}  // namespace
}  // namespace arasha::casework

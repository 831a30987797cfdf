#include "statistics/htcds.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <sstream>

#include "arasha/options.pb.h"

namespace arasha::statistics {
namespace {

struct Read {
  std::vector<HtcdsRecord> records;
  std::vector<std::string> errors;
  std::vector<std::string> notices;
};

Read read(const std::string& text) {
  Read out;
  std::istringstream in(text);
  auto reader = HtcdsReader::open(in);
  if (!reader) {
    out.errors.push_back(reader.error().to_string());
    return out;
  }
  HtcdsRecord record;
  while (true) {
    const auto more = reader->next(record);
    if (!more) {
      out.errors.push_back(Error(more.error().code, more.error().text, more.error().arguments).to_string());
      if (out.errors.size() > 5) break;
      continue;
    }
    if (!*more) break;
    out.records.push_back(record);
  }
  for (const Notice& notice : reader->notices()) out.notices.push_back(fill(notice.text, notice.arguments));
  return out;
}

template <class MessageType>
bool same(const std::optional<MessageType>& a, const std::optional<MessageType>& b) {
  if (!a || !b) return !a && !b;
  return google::protobuf::util::MessageDifferencer::Equals(*a, *b);
}

HtcdsRecord full_record() {
  HtcdsRecord record;
  Identity& identity = record.identity.emplace();
  identity.set_family_name("Серікқызы");
  identity.set_given_name("=Ә\"лия,");
  identity.set_patronymic("-");
  identity.set_birth_date("2001-02-03");
  identity.set_gender("Feminine");
  identity.add_citizenships("UZ");
  identity.add_citizenships("KG");
  identity.add_languages("uz");
  identity.add_languages("ru");
  identity.set_document_number("AB1234567");
  identity.set_phone("+77011234567");
  identity.set_marital_status("Divorced");
  identity.set_children("2");
  identity.set_education("PrimaryEducation");
  record.first_contact.emplace().set_date("2026-01-02");
  record.first_contact->set_summary("two\nlines");
  record.identification.emplace().set_status("identified_state");
  record.identification->set_deciding_body("Police");
  Exploitation& story = record.exploitation.emplace();
  story.add_recruitment("AtWork");
  story.add_recruitment("ThroughFriendsOrSocialEvents");
  story.set_relationship("Unaquainted");
  story.add_controls("DebtBondage");
  story.add_controls("RestrictsMovement");
  story.add_types("ForcedLabour");
  story.set_industry("F_Construction");
  story.add_sex_types("Pornography");
  story.set_exploitation_country("KZ");
  story.set_place("a farm");
  story.set_age_when_trafficked("17");
  story.set_from("2018-05-06");
  record.consent.emplace().set_purpose("case_management");
  record.consent->set_answer("given");
  record.closure.emplace().set_reason("goals_met");
  record.closure->set_note("she works");
  return record;
}

TEST(Htcds, EveryFieldOfTheSchemaWithANameOfTheStandardIsAColumn) {
  std::vector<std::string> named;
  const auto& file = *Identity::descriptor()->file();
  for (int m = 0; m < file.message_type_count(); ++m) {
    for (int f = 0; f < file.message_type(m)->field_count(); ++f) {
      const auto& options = file.message_type(m)->field(f)->options().GetExtension(arasha::field);
      if (!options.htcds().empty() && options.kind() != Kind::MEMBER_ID) named.push_back(options.htcds());
    }
  }
  EXPECT_GT(named.size(), 15U);
  EXPECT_THAT(htcds_columns(), testing::IsSupersetOf(named));
}

TEST(Htcds, WhatWeHoldComesBack) {
  std::vector<HtcdsRecord> records(3);
  records[0] = full_record();
  records[2].closure.emplace().set_reason("transferred");
  records[2].exploitation.emplace().set_recruitment_country("UZ");
  records.emplace_back().closure.emplace().set_note("Goals and means");
  records.emplace_back().identification.emplace().set_status("potential");
  std::ostringstream out;
  HtcdsWriter writer(out);
  for (const HtcdsRecord& record : records) writer.add(record);
  const Read back = read(out.str());
  EXPECT_THAT(back.errors, testing::IsEmpty());
  EXPECT_THAT(back.notices, testing::IsEmpty());
  ASSERT_EQ(back.records.size(), records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    EXPECT_TRUE(same(back.records[i].identity, records[i].identity)) << i;
    EXPECT_TRUE(same(back.records[i].first_contact, records[i].first_contact)) << i;
    EXPECT_TRUE(same(back.records[i].identification, records[i].identification)) << i;
    EXPECT_TRUE(same(back.records[i].exploitation, records[i].exploitation)) << i;
    EXPECT_TRUE(same(back.records[i].consent, records[i].consent)) << i;
    EXPECT_TRUE(same(back.records[i].closure, records[i].closure)) << i;
  }
}

TEST(Htcds, AllowsForTheDefectsOfTheToolkits) {
  const Read got = read(
      "prs_First_Name;prs_Second_Name;vic_Methods_of_Control;vic_TraffickinStatusDecisionMakingOrg;vic_"
      "TraffickingStatus;;"
      "vic_ForcedLabourIndustry;prs_Citizenship;prs_PrimaryLanguage;vic_RelationshipToTrafficker\n"
      "First Name;Second Name;Methods of Control;Decision maker;Trafficking Status;Reason;Forced Labour "
      "Industry;Citizenship;;\n"
      "Aliya ;S;DebtBondage  PhysicalAbuse Other "
      ";NGO;ActualVictimOfTrafficking;x;A_AgricultureForestryAndFishing C_Manufacturing;KAZ uz;kaz;"
      "Unacquainted\n"
      "Olga;T;\"DebtBondage ; TakesEarnings\";Court or prosecution;Actual victim of "
      "trafficking;;Construction;kz;chi;Familial\n");
  EXPECT_THAT(got.errors, testing::IsEmpty());
  ASSERT_EQ(got.records.size(), 2U);
  EXPECT_EQ(got.records[0].identity->given_name(), "Aliya");
  EXPECT_THAT(got.records[0].exploitation->controls(),
              testing::ElementsAre("DebtBondage", "PhysicalAbuse", "Other"));
  EXPECT_EQ(got.records[0].exploitation->industry(), "A_AgricultureForestryAndFishing");
  EXPECT_EQ(got.records[0].exploitation->relationship(), "Unaquainted");
  EXPECT_EQ(got.records[0].identification->status(), "identified_ngo");
  EXPECT_THAT(got.records[0].identity->citizenships(), testing::ElementsAre("KZ", "UZ"));
  EXPECT_THAT(got.records[0].identity->languages(), testing::ElementsAre("kk"));
  EXPECT_EQ(got.records[1].identification->status(), "recognised");
  EXPECT_EQ(got.records[1].exploitation->industry(), "F_Construction");
  EXPECT_THAT(got.records[1].exploitation->controls(), testing::ElementsAre("DebtBondage", "TakesEarnings"));
  EXPECT_THAT(got.records[1].identity->languages(), testing::ElementsAre("zh"));
  EXPECT_THAT(got.notices,
              testing::ElementsAre(
                  "The column 6 is not kept.",
                  "Line 3, column vic_ForcedLabourIndustry: only the first of several values is kept."));
}

TEST(Htcds, ErrorsNameTheLineAndTheColumnAndNeverTheValue) {
  const auto error_of = [](const std::string& column, const std::string& value) {
    const Read got = read("prs_FirstName," + column + "\nA,\n," + value + "\n");
    return got.errors.empty() ? "no error" : got.errors.front();
  };
  EXPECT_EQ(error_of("prs_Gender", "secret"),
            "Line 3, column prs_Gender: this is not one of the standard's codes.");
  EXPECT_EQ(error_of("prs_Birthdate", "31.02.2001"),
            "Line 3, column prs_Birthdate: this cannot be read. Look at how it is written.");
  EXPECT_EQ(error_of("prs_Birthdate", "28.02.2001"), "no error");
  for (const auto& [column, value] : std::vector<std::pair<std::string, std::string>>{
           {"vic_MethodsOfControl", "DebtBondage;secret"},
           {"prs_Citizenship", "ZZ"},
           {"prs_Citizenship", "K-Z"},
           {"prs_PrimaryLanguage", "secretish"},
           {"prs_NumberOfChildren", "many"},
           {"prs_MobilePhone", "secret"},
           {"vic_AgeWhenTrafficked", "young"},
           {"vic_TraffickingStatus", "secret"},
           {"con_Consent", "secret"},
           {"cas_Status", "secret"},
           {"hte_Type", "secret"},
           {"hte_Country", "secret"},
           {"hte_Date", "secret"},
           {"cas_IncomingReferralDate", "secret"},
           {"prs_SecondName", std::string(201, 's')},
           {"cas_ReasonForCaseClosure", std::string(4001, 's')}}) {
    EXPECT_THAT(error_of(column, value), testing::StartsWith("Line 3, column " + column + ": "));
    EXPECT_THAT(error_of(column, value), testing::Not(testing::HasSubstr("secret")));
  }
}

TEST(Htcds, NamesWhatItDoesNotKeep) {
  const Read got = read("org_Name,<b>x</b>,prs_FirstName,cas_CaseOwner\na,b,c,d\n");
  EXPECT_THAT(got.notices,
              testing::ElementsAre("The column org_Name is not kept.", "The column 2 is not kept.",
                                   "The column cas_CaseOwner is not kept."));
  ASSERT_EQ(got.records.size(), 1U);
  EXPECT_FALSE(got.records[0].exploitation.has_value());
  EXPECT_THAT(read("a,b\n").errors,
              testing::ElementsAre(testing::HasSubstr("No column has a name of the HTCDS standard")));
  EXPECT_THAT(read("prs_FirstName,prs_First_Name\n").errors,
              testing::ElementsAre("The column prs_FirstName is there twice."));
  std::string wide = "prs_FirstName";
  for (int i = 0; i < 150; ++i) wide += ",x" + std::to_string(i);
  EXPECT_EQ(read(wide + "\n").notices.size(), 100U);
}

TEST(Htcds, StatusOfTheCase) {
  const Read got = read(
      "cas_Status,cas_ReasonForCaseClosure,con_Consent\n"
      "Closed,,TRUE\nFollowUp,Goals met,FALSE\nClosed Referred,to a shelter,\n,Contact lost: "
      "twice,1\nActive,,\n");
  EXPECT_THAT(got.errors, testing::IsEmpty());
  ASSERT_EQ(got.records.size(), 5U);
  EXPECT_EQ(got.records[0].closure->reason(), "");
  EXPECT_EQ(got.records[0].consent->answer(), "given");
  EXPECT_FALSE(got.records[1].closure.has_value());
  EXPECT_FALSE(got.records[1].consent.has_value());
  EXPECT_EQ(got.records[2].closure->reason(), "transferred");
  EXPECT_EQ(got.records[2].closure->note(), "to a shelter");
  EXPECT_EQ(got.records[3].closure->reason(), "lost_contact");
  EXPECT_EQ(got.records[3].closure->note(), "twice");
  EXPECT_FALSE(got.records[4].closure.has_value());
  EXPECT_THAT(got.notices, testing::ElementsAre(testing::StartsWith("Line 3: the case is open")));
}

TEST(Htcds, EventsGoWhereTheirTypeSays) {
  const Read got =
      read("hte_Type,hte_Country,hte_Date\nTransit,RUS,2020-01-01\nRecruitment,uz,\n,KZ,2020-01-02\n");
  ASSERT_EQ(got.records.size(), 3U);
  EXPECT_THAT(got.records[0].exploitation->transit_countries(), testing::ElementsAre("RU"));
  EXPECT_EQ(got.records[0].exploitation->from(), "");
  EXPECT_EQ(got.records[1].exploitation->recruitment_country(), "UZ");
  EXPECT_EQ(got.records[2].exploitation->exploitation_country(), "KZ");
  EXPECT_EQ(got.records[2].exploitation->from(), "2020-01-02");
}

}  // namespace
}  // namespace arasha::statistics

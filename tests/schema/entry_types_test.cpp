#include "schema/entry_types.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "arasha/entries.pb.h"
#include "arasha/facts.pb.h"
#include "arasha/handover.pb.h"
#include "arasha/own.pb.h"
#include "arasha/referral.pb.h"
#include "base/catalogue.h"
#include "schema/dictionary.h"
#include "schema/form.h"
#include "schema/vocabulary.h"
#include "where.h"

namespace arasha::schema {
namespace {

std::string shared(const std::string& path) { return std::string(where::kSharedData) + "/" + path; }

TEST(EntryTypes, NumbersAreUniqueAndEveryTypeHasACompartment) {
  std::set<std::uint16_t> numbers;
  for (const EntryType& type : entry_types()) {
    EXPECT_TRUE(numbers.insert(type.number).second) << type.descriptor->name();
    EXPECT_GE(type.compartment, 1) << type.descriptor->name();
    EXPECT_LE(type.compartment, 11) << type.descriptor->name();
    EXPECT_FALSE(type.title.empty()) << type.descriptor->name();
  }
  EXPECT_GE(numbers.size(), 17U);
}

// Numbers are stored in every header: this list only grows.
TEST(EntryTypes, NumbersNeverChange) {
  const std::map<std::string, std::uint16_t> fixed = {
      {"Identity", 10}, {"HealthNote", 11}, {"CaseOpened", 20}, {"FirstContact", 21}, {"SafeContact", 22}, {"Alerts", 23},
      {"Consent", 24}, {"Identification", 25}, {"Exploitation", 26}, {"Need", 27}, {"ServiceGiven", 28}, {"LegalStep", 30},
      {"Return", 31}, {"Note", 32}, {"Closure", 33}, {"Reopening", 34}, {"Assignment", 35}, {"Screening", 37}, {"Facts", 40},
      {"SharingOverride", 41}, {"SharingConfirmed", 42}, {"WithheldFrom", 43}, {"Shared", 44},

      {"RiskAssessment", 50}, {"SafetyPlan", 51}, {"NeedsAssessment", 52}, {"IndividualPlan", 53}, {"PlanReview", 54}, {"GoalProgress", 55},
      {"ApprovalAsked", 56}, {"Approval", 57}, {"SafetyEvent", 58}, {"ServiceStanding", 60},
      {"PersonDocument", 80}, {"HealthDocument", 81}, {"CaseDocument", 82}, {"LegalDocument", 83}, {"PaperKept", 84},
      {"ReturnOptions", 92}, {"ReturnAssessment", 93}, {"ReturnPlan", 94}, {"ReturnException", 95}, {"RetraffickingCheck", 96},
      {"BestInterestDecision", 97}, {"CaseConference", 98}, {"ExitInterview", 99},
      {"Agreement", 180}, {"AgreementEnd", 181}, {"Commission", 182}, {"Meeting", 183}, {"MeetingDecision", 184}, {"WorkProgress", 185},
      {"PublishedReport", 186}, {"Recommendation", 187}, {"RecommendedAction", 188}, {"RecommendationVerdict", 189},
      {"HandoverTerms", 195}, {"CaseHandover", 196}, {"HandoverNote", 197},

{"OwnIdentity", 110}, {"OwnHealth", 111}, {"OwnAssistance", 112}, {"OwnLegal", 113}, {"OwnPresence", 114}};
  for (const auto& [name, number] : fixed) {
    ASSERT_NE(entry_type(name), nullptr) << name;
    EXPECT_EQ(entry_type(name)->number, number);
  }
}

TEST(EntryTypes, EveryFieldHasALabelAndAKnownVocabulary) {
  for (const EntryType& type : entry_types()) {
    for (const auto* field : all_fields(*type.descriptor)) {
      const FieldOptions& options = field->options().GetExtension(arasha::field);
      EXPECT_FALSE(options.label().empty()) << field->full_name();
      EXPECT_TRUE(options.vocabulary().empty() || is_vocabulary(options.vocabulary())) << field->full_name();
      if (field->message_type() == nullptr) {
        EXPECT_EQ(field->cpp_type(), google::protobuf::FieldDescriptor::CPPTYPE_STRING) << field->full_name();
        continue;
      }
      // A table of rows: several, each with a name, and no entry of its own.
      EXPECT_TRUE(field->is_repeated()) << field->full_name();
      EXPECT_FALSE(options.row().empty()) << field->full_name();
      EXPECT_FALSE(field->message_type()->options().HasExtension(arasha::entry)) << field->full_name();
    }
  }
}

TEST(EntryTypes, EveryListIsUsedAndItsCodesAreUnique) {
  std::set<std::string> used;
  for (const EntryType& type : entry_types()) {
    for (const auto* field : all_fields(*type.descriptor)) used.insert(field->options().GetExtension(arasha::field).vocabulary());
  }
  for (const auto* form : {OwnFormNew::descriptor(), OwnFieldNew::descriptor(), OwnFieldEdit::descriptor(), ThreadCard::descriptor(), HandoverAnswer::descriptor(), HandoverProtocolRow::descriptor()}) {
    for (const auto* field : all_fields(*form)) used.insert(field->options().GetExtension(arasha::field).vocabulary());
  }
  for (const Vocabulary& vocabulary : vocabularies()) {
    EXPECT_TRUE(used.contains(vocabulary.name)) << vocabulary.name;
    std::set<std::string> codes;
    for (const Term& term : vocabulary.terms) EXPECT_TRUE(codes.insert(term.code).second) << vocabulary.name << " " << term.code;
  }
}

// The codes of one list in the file of the standard: `Code` = Label; `Code` = Label
std::set<std::string> codes_of_standard(const std::string& text, const std::string& field) {
  std::set<std::string> out;
  const auto start = text.find("\n**" + field + "** (");
  if (start == std::string::npos) return out;
  std::stringstream lines(text.substr(start + 1));
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  std::size_t at = 0;
  while ((at = line.find('`', at)) != std::string::npos) {
    const auto end = line.find('`', at + 1);
    out.insert(line.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return out;
}

std::string standard_text() {
  std::ifstream file(shared("htcds/htcds-2.0-fields.md"));
  std::stringstream all;
  all << file.rdbuf();
  return all.str();
}

TEST(EntryTypes, HtcdsListsAreTheStandards) {
  const std::string text = standard_text();
  if (text.empty()) GTEST_SKIP() << "the real data is not here";
  // What our lists hold beyond the standard: from its own definitions; from practice.
  const std::map<std::string, std::set<std::string>> beyond = {{"control", {"RestrictsMovement"}}, {"exploitation", {"ForcedCriminality"}}};
  const std::map<std::string, std::string> lists = {
      {"gender", "prs_Gender"}, {"marital_status", "prs_MaritalStatus"}, {"education", "prs_HighestLevelOfEducation"},
      {"deciding_body", "vic_TraffickingStatusDecisionMakingOrg"}, {"recruitment", "vic_MethodOfRecruitment"},
      {"relationship", "vic_RelationshipToTrafficker"}, {"control", "vic_MethodsOfControl"}, {"exploitation", "vic_TypeOfExploitation"},
      {"sex_exploitation", "vic_TypeOfSexExploitation"}, {"industry", "vic_ForcedLabourIndustry"}};
  for (const auto& [name, field] : lists) {
    std::set<std::string> expected = codes_of_standard(text, field);
    ASSERT_FALSE(expected.empty()) << field;
    if (beyond.contains(name)) expected.insert(beyond.at(name).begin(), beyond.at(name).end());
    std::set<std::string> ours;
    for (const Vocabulary& vocabulary : vocabularies()) {
      if (vocabulary.name != name) continue;
      for (const Term& term : vocabulary.terms) ours.insert(term.code);
    }
    EXPECT_EQ(ours, expected) << name;
  }
}

TEST(EntryTypes, HtcdsNamesAreTheStandards) {
  const std::string text = standard_text();
  if (text.empty()) GTEST_SKIP() << "the real data is not here";
  for (const EntryType& type : entry_types()) {
    for (int i = 0; i < type.descriptor->field_count(); ++i) {
      const std::string& htcds = type.descriptor->field(i)->options().GetExtension(arasha::field).htcds();
      EXPECT_TRUE(htcds.empty() || text.find("`" + htcds + "`") != std::string::npos) << htcds;
    }
  }
}

TEST(EntryTypes, AgeBandsAreThoseOfTheDataset) {
  std::ifstream file(shared("ctdc/dictionary-lookups.csv"));
  if (!file) GTEST_SKIP() << "the real data is not here";
  std::vector<std::string> expected;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    while (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty() && line.front() != ',') inside = line.starts_with("Age range 2");
    else if (inside && line.size() > 1) expected.push_back(line.substr(1));
  }
  std::vector<std::string> ours;
  for (const Option& option : options_of("age_band", Catalogue::of(Language::en))) ours.push_back(option.code);
  EXPECT_EQ(ours, expected);
}

TEST(EntryTypes, FactsAreTheColumnsOfTheRealFileInItsOrder) {
  if (!std::ifstream(shared("ctdc/ctdc_global_kanon_2021-07-15.csv.gz"))) GTEST_SKIP() << "the real data is not here";
  FILE* pipe = ::popen(("zcat '" + shared("ctdc/ctdc_global_kanon_2021-07-15.csv.gz") + "' 2>/dev/null | head -1").c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string header(8192, '\0');
  header.resize(std::fread(header.data(), 1, header.size(), pipe));
  ::pclose(pipe);
  std::string expected;
  for (int i = 0; i < Facts::descriptor()->field_count(); ++i) {
    expected += (i > 0 ? "," : "") + Facts::descriptor()->field(i)->options().GetExtension(arasha::field).ctdc();
  }
  EXPECT_EQ(header, expected + "\n");
}

TEST(EntryTypes, ParsingIsStrictAboutSizeAndShape) {
  Note note;
  note.set_text("hello");
  const Bytes bytes = serialise(note);
  EXPECT_TRUE(parse_entry(32, bytes).is_ok());
  EXPECT_EQ(parse_as<Note>(bytes)->text(), "hello");
  EXPECT_FALSE(parse_entry(32, BytesView(bytes).first(bytes.size() - 1)));
  EXPECT_EQ(parse_entry(9999, bytes).error().code, ErrorCode::unsupported);
  EXPECT_EQ(parse_entry(32, Bytes(kEntryLimit + 1)).error().code, ErrorCode::too_large);
  const Bytes not_utf8 = {0x0a, 0x02, 0xff, 0xfe};
  EXPECT_FALSE(parse_entry(32, not_utf8));
}

TEST(Vocabulary, LabelsInThreeLanguages) {
  EXPECT_EQ(label_of("country", "KZ", Catalogue::of(Language::ru)), "Казахстан");
  EXPECT_EQ(label_of("sex", "female", Catalogue::of(Language::ru)), "Женский");
  EXPECT_EQ(label_of("sex", "female", Catalogue::of(Language::kk)), "Әйел");
  EXPECT_EQ(label_of("sex", "no-such-code", Catalogue::of(Language::en)), "no-such-code");
  const auto countries = options_of("country", Catalogue::of(Language::ru));
  EXPECT_EQ(countries[0].code, "KZ");
  EXPECT_EQ(countries[1].code, "UZ");
  EXPECT_GT(countries.size(), 200U);
  EXPECT_FALSE(has_code("country", "kz"));
  EXPECT_FALSE(has_code("no such list", "x"));
}

TEST(Dictionary, PageIsCurrent) {
  const std::string path = std::string(where::kSource) + "/docs/data-dictionary.md";
  const std::string page = data_dictionary();
  if (std::getenv("ARASHA_WRITE") != nullptr) std::ofstream(path) << page;
  std::ifstream file(path);
  std::stringstream stored;
  stored << file.rdbuf();
  EXPECT_EQ(stored.str(), page) << "run this test once with ARASHA_WRITE=1 and commit docs/data-dictionary.md";
}

}  // namespace
}  // namespace arasha::schema

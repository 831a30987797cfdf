#include "schema/form.h"

#include <gtest/gtest.h>

#include <random>

#include "arasha/entries.pb.h"
#include "arasha/plan.pb.h"
#include "schema/entry_types.h"
#include "schema/vocabulary.h"

namespace arasha::schema {
namespace {

FormData form(std::initializer_list<std::pair<const char*, const char*>> fields) {
  FormData out;
  for (const auto& [name, value] : fields) out.add(name, value);
  return out;
}

std::vector<std::string> fields_of(const std::vector<FieldError>& errors) {
  std::vector<std::string> out;
  for (const FieldError& error : errors) out.push_back(error.field);
  return out;
}

TEST(UrlEncoded, DecodesStrictly) {
  const auto data = parse_urlencoded("a=1&b=%D0%90+%26&a=2&&c");
  ASSERT_TRUE(data.is_ok());
  EXPECT_EQ(data->get("b"), "А &");
  EXPECT_EQ(data->all("a").size(), 2U);
  EXPECT_TRUE(data->has("c"));
  for (const char* bad : {"a=%", "a=%1", "a=%zz", "%f=1", "a=%ff%fe", "a=%C0%AF"}) EXPECT_FALSE(parse_urlencoded(bad)) << bad;
  EXPECT_FALSE(parse_urlencoded(std::string(kFormLimit + 1, 'a')));
  std::string many;
  for (std::size_t i = 0; i <= kFormFields; ++i) many += "a=1&";
  EXPECT_EQ(parse_urlencoded(many).error().code, ErrorCode::too_large);
}

TEST(UrlEncoded, RoundTrip) {
  FormData data;
  data.add("имя", "Әлия & co = 50% + \n\"<script>'");
  data.add("", "");
  const auto again = parse_urlencoded(to_urlencoded(data));
  ASSERT_TRUE(again.is_ok());
  EXPECT_EQ(again->fields(), data.fields());
}

TEST(UrlEncoded, LimitsAreExact) {
  EXPECT_TRUE(parse_urlencoded("").is_ok());
  EXPECT_TRUE(parse_urlencoded(std::string(kFormLimit, 'a')).is_ok());
  std::string many = "a=1";
  for (std::size_t i = 1; i < kFormFields; ++i) many += "&a=1";
  ASSERT_TRUE(parse_urlencoded(many).is_ok());
  EXPECT_EQ(parse_urlencoded(many)->fields().size(), kFormFields);
  EXPECT_EQ(parse_urlencoded(many + "&a").error().code, ErrorCode::too_large);
  EXPECT_TRUE(parse_urlencoded(many + "&&&&").is_ok());
}

TEST(UrlEncoded, KeepsWhatIsOddButWhole) {
  const auto data = parse_urlencoded("a=b=c&=x&%00=%00&+=%2b&semi;colon=1");
  ASSERT_TRUE(data.is_ok());
  EXPECT_EQ(data->get("a"), "b=c");
  EXPECT_EQ(data->get(""), "x");
  EXPECT_EQ(data->get(std::string_view("\0", 1)), std::string_view("\0", 1));
  EXPECT_EQ(data->get(" "), "+");
  EXPECT_EQ(data->get("semi;colon"), "1");
  for (const char* bad : {"a=%ed%a0%80", "a=%f4%90%80%80", "a=\xff", "\xc3=1", "a=%e2%82"}) EXPECT_FALSE(parse_urlencoded(bad)) << bad;
}

TEST(Form, FirstContactIsUnderTwelveFields) {
  EXPECT_LT(form_fields(*FirstContact::descriptor()).size(), 12U);
  EXPECT_TRUE(form_fields(*Assignment::descriptor()).empty());
}

TEST(Form, ReadsGoodValues) {
  FirstContact message;
  const auto errors = parse_form(form({{"date-day", "7"}, {"date-month", "11"}, {"date-year", "2026"}, {"sources", "police"},
                                       {"sources", "hotline"}, {"language", "uz"}, {"danger", "immediate"},
                                       {"summary", "  Called at night.\r\nWants to go home. "}}),
                                 message);
  EXPECT_TRUE(errors.empty());
  EXPECT_EQ(message.date(), "2026-11-07");
  EXPECT_EQ(message.sources_size(), 2);
  EXPECT_EQ(message.summary(), "Called at night.\nWants to go home.");
}

TEST(Form, NamesEveryErrorAndKeepsTheRest) {
  FirstContact message;
  const auto errors = parse_form(form({{"date-day", "31"}, {"date-month", "2"}, {"date-year", "2026"}, {"sources", "martians"},
                                       {"language", "uz"}, {"how_reached", "call"}, {"how_reached", "chat"}}),
                                 message);
  EXPECT_EQ(fields_of(errors), (std::vector<std::string>{"date", "sources", "how_reached", "danger"}));
  EXPECT_EQ(message.language(), "uz");
}

TEST(Form, RefusesWhatIsOutsideLimits) {
  Note note;
  EXPECT_EQ(parse_form(form({{"text", std::string(4001, 'x').c_str()}}), note).size(), 1U);
  EXPECT_TRUE(parse_form(form({{"text", std::string(4000, 'x').c_str()}}), note).empty());
  EXPECT_EQ(parse_form(form({{"text", "\xff\xfe"}}), note).size(), 1U);
  EXPECT_EQ(parse_form(form({{"text", " \n "}}), note).size(), 1U);
  Identity identity;
  EXPECT_EQ(parse_form(form({{"children", "-1"}}), identity).size(), 1U);
  EXPECT_EQ(parse_form(form({{"children", "two"}}), identity).size(), 1U);
  EXPECT_EQ(parse_form(form({{"phone", "<script>"}}), identity).size(), 1U);
  EXPECT_TRUE(parse_form(form({{"phone", "+7 (701) 123-45-67"}, {"other_names", "Aliya\nӘлия\n\n"}}), identity).empty());
  EXPECT_EQ(identity.other_names_size(), 2);
}

TEST(Form, ReadsDatesAsPeopleWriteThem) {
  EXPECT_EQ(*read_date("27.03.2026"), "2026-03-27");
  EXPECT_EQ(*read_date("2026-03-27"), "2026-03-27");
  EXPECT_EQ(*read_date("29", "2", "2024"), "2024-02-29");
  EXPECT_EQ(*read_date("", "", ""), "");
  EXPECT_FALSE(read_date("29", "2", "2025"));
  EXPECT_FALSE(read_date("1", "", "2025"));
  EXPECT_FALSE(read_date("1", "1", "25"));
  EXPECT_FALSE(read_date("1.1"));
  EXPECT_FALSE(read_date("99999999999", "1", "2025"));
  EXPECT_FALSE(read_date("next week"));
}

TEST(Form, NumbersDoNotWrapIntoDates) {
  // A calendar day is kept in one byte: 257 must not become 1, nor month 258 February.
  for (const auto& [day, month] : {std::pair("257", "1"), {"1", "258"}, {"256", "256"}, {"0", "1"}, {"1", "0"}, {"1", "13"}, {"-1", "1"}}) {
    EXPECT_FALSE(read_date(day, month, "2026")) << day << '.' << month;
    EXPECT_FALSE(read_date(std::string(day) + "." + month + ".2026"));
  }
  EXPECT_TRUE(read_date("1", "1", "1900").is_ok());
  EXPECT_TRUE(read_date("31", "12", "2200").is_ok());
  for (const char* far : {"31.12.1899", "01.01.2201", "1899-12-31", "2201-01-01", "0001-01-01", "9999-12-31"}) {
    EXPECT_FALSE(read_date(far)) << far;
  }
}

TEST(Form, NumbersAreDigitsOnly) {
  Identity identity;
  for (const char* bad : {"-0", "+3", "3.5", "3,5", "1e3", "0x10", "99999999999", "\xd9\xa3", "3 4"}) {
    EXPECT_EQ(fields_of(parse_form(form({{"children", bad}}), identity)), std::vector<std::string>{"children"}) << bad;
  }
  EXPECT_TRUE(parse_form(form({{"children", " 0 "}}), identity).empty());
  EXPECT_EQ(identity.children(), "0");
}

TEST(Form, OneLineStaysOneLine) {
  Identity identity;
  EXPECT_TRUE(parse_form(form({{"family_name", "Ахметова\r\nX-Header:\tno\rend\n"}}), identity).empty());
  EXPECT_EQ(identity.family_name(), "Ахметова X-Header: no end");
  Note note;
  EXPECT_TRUE(parse_form(form({{"text", "one\r\ntwo"}}), note).empty());
  EXPECT_EQ(note.text(), "one\ntwo");
}

TEST(Form, ControlCharactersAreDropped) {
  FormData data;
  data.add("family_name", std::string("Al\0i\x1b[31m\x7fya", 12));
  Identity identity;
  EXPECT_TRUE(parse_form(data, identity).empty());
  EXPECT_EQ(identity.family_name(), "Ali[31mya");
}

TEST(Form, LinesArriveFromOneFieldOrSeveral) {
  Identity identity;
  EXPECT_TRUE(parse_form(form({{"other_names", "Aliya\r\nӘлия\rAlia"}, {"other_names", "Алия"}, {"other_names", "Aliya"}}), identity).empty());
  EXPECT_EQ(std::vector<std::string>(identity.other_names().begin(), identity.other_names().end()),
            (std::vector<std::string>{"Aliya", "Әлия", "Alia", "Алия"}));
  EXPECT_EQ(fields_of(parse_form(form({{"other_names", "good\n\xff"}}), identity)), std::vector<std::string>{"other_names"});
}

TEST(Form, AnAnswerTwiceCountsOnce) {
  Exploitation happened;
  EXPECT_TRUE(parse_form(form({{"types", "ForcedLabour"}, {"types", ""}, {"types", "Servitude"}, {"types", "ForcedLabour"}}), happened).empty());
  EXPECT_EQ(happened.types_size(), 2);
}

TEST(Form, RefusesWhatIsPostedTwice) {
  Note note;
  EXPECT_EQ(fields_of(parse_form(form({{"text", "a"}, {"text", "b"}}), note)), std::vector<std::string>{"text"});
  Identity identity;
  for (const char* part : {"birth_date-day", "birth_date-month", "birth_date-year"}) {
    FormData data = form({{"birth_date-day", "1"}, {"birth_date-month", "2"}, {"birth_date-year", "1999"}});
    data.add(part, "3");
    EXPECT_EQ(fields_of(parse_form(data, identity)), std::vector<std::string>{"birth_date"}) << part;
  }
}

TEST(Form, RefusesTooManyAnswersAndTooLongOnes) {
  Identity identity;
  std::string lines;
  for (int i = 0; i < 100; ++i) lines += "name" + std::to_string(i) + "\n";
  EXPECT_TRUE(parse_form(form({{"other_names", lines.c_str()}}), identity).empty());
  EXPECT_EQ(identity.other_names_size(), 100);
  lines += "one more";
  EXPECT_EQ(parse_form(form({{"other_names", lines.c_str()}}), identity).size(), 1U);
  std::string letters;
  for (int i = 0; i < 200; ++i) letters += "Ә";  // characters are counted, not bytes
  EXPECT_TRUE(parse_form(form({{"family_name", letters.c_str()}}), identity).empty());
  EXPECT_EQ(parse_form(form({{"family_name", (letters + "Ә").c_str()}}), identity).size(), 1U);
}

// What the program sets itself cannot be set by posting it, and what is not in the form is not looked at.
TEST(Form, PostedNamesThatAreNotInTheFormDoNothing) {
  Assignment assignment;
  EXPECT_TRUE(parse_form(form({{"member", "0123456789abcdefghjkmnpqrs"}}), assignment).empty());
  EXPECT_EQ(assignment.ByteSizeLong(), 0U);
  Note note;
  note.set_text("what stood there before");
  EXPECT_EQ(parse_form(form({{"Text", "a"}, {"text[]", "b"}, {"p-text", "c"}}), note).size(), 1U);
  EXPECT_EQ(note.ByteSizeLong(), 0U);
  EXPECT_TRUE(parse_form(form({{"text", "a"}, {"p-text", "c"}}), note, "p-").empty());
  EXPECT_EQ(note.text(), "c");
}

TEST(Form, ErrorsCarryThePrefixAndNeverWhatWasTyped) {
  FirstContact message;
  const auto errors = parse_form(form({{"c-danger", "her-secret"}, {"c-date", "her-secret"}, {"c-sources", "her-secret"}}), message, "c-");
  EXPECT_EQ(fields_of(errors), (std::vector<std::string>{"c-date", "c-sources", "c-danger"}));
  for (const FieldError& error : errors) EXPECT_EQ(error.error.to_string().find("her-secret"), std::string::npos);
}

TEST(Form, EveryAnswerOfferedIsAccepted) {
  for (const EntryType& type : entry_types()) {
    for (const FormField& field : form_fields(*type.descriptor)) {
      for (const Language language : kLanguages) {
        for (const Option& option : options_of(field.vocabulary, Catalogue::of(language))) {
          EXPECT_TRUE(read_value(field, option.code).is_ok()) << field.vocabulary << ' ' << option.code;
          EXPECT_FALSE(option.label.empty()) << field.vocabulary << ' ' << option.code;
        }
      }
    }
  }
}

// An entry of another program may hold anything; cutting it as a date would cut a letter in two.
TEST(Form, AStoredDateThatIsNoDateIsShownWhole) {
  LegalStep step;
  step.set_date("27-бер-21");
  step.set_next_date("\u04d8--123456");
  step.set_kind("a code of a newer program");
  const FormData data = to_form(step);
  EXPECT_FALSE(data.has("date-day"));
  EXPECT_EQ(data.get("date"), step.date());
  EXPECT_EQ(data.get("next_date"), step.next_date());
  EXPECT_EQ(fields_of(parse_form(data, step)), (std::vector<std::string>{"kind", "date", "next_date"}));
}

// --- Rows

constexpr std::initializer_list<std::pair<const char*, const char*>> kRisk = {{"date", "2026-11-20"}, {"occasion", "first"}, {"level", "high"}};

FormData risks(std::initializer_list<std::pair<const char*, const char*>> more) {
  FormData out = form(kRisk);
  for (const auto& [name, value] : more) out.add(name, value);
  return out;
}

TEST(Rows, AreReadInTheirOrderAndEmptyOnesFallOut) {
  RiskAssessment message;
  const FormData typed = risks({{"risks-2-factor", "debt"}, {"risks-2-likelihood", "possible"}, {"risks-2-severity", "minor"}, {"risks-1-factor", " "},
                                {"risks-1-review-day", ""}, {"risks-0-factor", "threats"}, {"risks-0-likelihood", "likely"}, {"risks-0-severity", "grave"},
                                {"risks-0-measure", " new number "}, {"risks-0-review-day", "1"}, {"risks-0-review-month", "12"}, {"risks-0-review-year", "2026"}});
  EXPECT_TRUE(parse_form(typed, message).empty());
  ASSERT_EQ(message.risks_size(), 2);
  EXPECT_EQ(message.risks(0).factor(), "threats");
  EXPECT_EQ(message.risks(0).measure(), "new number");
  EXPECT_EQ(message.risks(0).review(), "2026-12-01");
  EXPECT_EQ(message.risks(1).factor(), "debt");
  RiskAssessment again;
  EXPECT_TRUE(parse_form(to_form(message, "p-"), again, "p-").empty());
  EXPECT_EQ(serialise(again), serialise(message));
}

TEST(Rows, AMistakeNamesThePostedRowAndKeepsTheRest) {
  RiskAssessment message;
  const auto errors = parse_form(risks({{"risks-1-factor", "threats"}, {"risks-1-likelihood", "often"}, {"risks-1-measure", "kept"}, {"risks-4-owner", "the lawyer"}}), message);
  EXPECT_EQ(fields_of(errors), (std::vector<std::string>{"risks-1-likelihood", "risks-1-severity", "risks-4-factor", "risks-4-likelihood", "risks-4-severity"}));
  ASSERT_EQ(message.risks_size(), 2);
  EXPECT_EQ(message.risks(0).measure(), "kept");
  EXPECT_EQ(message.risks(1).owner(), "the lawyer");
}

TEST(Rows, ARowOfNothingButMistakesIsNoRow) {
  RiskAssessment message;
  const auto errors = parse_form(risks({{"risks-0-factor", "martians"}, {"risks-0-likelihood", "x"}, {"risks-0-severity", "y"}}), message);
  EXPECT_EQ(errors.size(), 3U);
  EXPECT_EQ(message.risks_size(), 0);
}

TEST(Rows, AnswersTwiceAndStrangeNumbersAreRefusedOrNotLookedAt) {
  RiskAssessment message;
  EXPECT_EQ(fields_of(parse_form(risks({{"risks-0-factor", "debt"}, {"risks-0-factor", "threats"}, {"risks-0-likelihood", "likely"}, {"risks-0-severity", "grave"}}), message)),
            std::vector<std::string>{"risks-0-factor"});
  EXPECT_TRUE(parse_form(risks({{"risks-01-owner", "a"}, {"risks--1-owner", "a"}, {"risks-x-owner", "a"}, {"risks-0", "a"}, {"risks-0-", "a"}, {"risks-99999999999-owner", "a"}, {"risks", "a"}}), message).empty());
  EXPECT_EQ(message.risks_size(), 0);
}

TEST(Rows, LimitIsExact) {
  const auto many = [](int count) {
    FormData out = form({{"date", "2026-11-20"}, {"what_i_do", "go"}});
    for (int i = 0; i < count; ++i) out.add(row_name("calls", i) + "-who", "somebody");
    return out;
  };
  SafetyPlan message;
  EXPECT_TRUE(parse_form(many(10), message).empty());
  EXPECT_EQ(message.calls_size(), 10);
  EXPECT_EQ(fields_of(parse_form(many(11), message)), std::vector<std::string>{"calls"});
  EXPECT_EQ(message.calls_size(), 10);
}

TEST(Rows, OneIsNeededWhereTheTableIs) {
  IndividualPlan plan;
  const FormData typed = form({{"date", "2026-11-20"}, {"words", "home"}, {"agrees", "agrees"}, {"goals-0-goal", ""}, {"goals-0-number", "1"}, {"goals-0-steps-0-step", " "}});
  EXPECT_EQ(fields_of(parse_form(typed, plan)), std::vector<std::string>{"goals"});
}

TEST(Rows, StandInRows) {
  IndividualPlan plan;
  FormData typed = form({{"date", "2026-11-20"}, {"words", "home"}, {"agrees", "agrees"}, {"goals-0-goal", "A passport"}, {"goals-0-number", "7"},
                         {"goals-0-steps-1-step", "Photograph"}, {"goals-0-steps-1-done", "2026-11-21"}, {"goals-1-goal", "Work"}, {"goals-1-number", "seven"}});
  EXPECT_TRUE(parse_form(typed, plan).empty());
  ASSERT_EQ(plan.goals_size(), 2);
  EXPECT_EQ(plan.goals(0).number(), "7");
  EXPECT_EQ(plan.goals(0).steps(0).done(), "2026-11-21");
  EXPECT_EQ(plan.goals(1).number(), "");  // numbered anew by whoever saves it
  IndividualPlan again;
  EXPECT_TRUE(parse_form(to_form(plan), again).empty());
  EXPECT_EQ(serialise(again), serialise(plan));
  typed.add("goals-0-steps-2-done", "31.02.2026");
  EXPECT_EQ(fields_of(parse_form(typed, plan)), (std::vector<std::string>{"goals-0-steps-2-step", "goals-0-steps-2-done"}));
}

TEST(Rows, AreCountedAsTheyWerePosted) {
  const FormField table = form_fields(*RiskAssessment::descriptor())[2];
  ASSERT_EQ(table.control, Control::rows);
  EXPECT_EQ(table.row, "Risk");
  EXPECT_EQ(table.max_rows, 30);
  EXPECT_EQ(rows_posted(form({}), table, "risks"), 0);
  EXPECT_EQ(rows_posted(form({{"risks-4-owner", ""}}), table, "risks"), 5);
  EXPECT_EQ(rows_posted(form({{"risks-400-owner", ""}}), table, "risks"), 30);
  for (const FormField& column : table.columns) EXPECT_NE(column.control, Control::radios);
}

void fill(const std::vector<FormField>& fields, const std::string& prefix, std::mt19937& random, FormData& data) {
  for (const FormField& field : fields) {
    const std::string name = prefix + field.name;
    const auto options = options_of(field.vocabulary, Catalogue::of(Language::en));
    if (field.control == Control::rows) {
      const int rows = 1 + static_cast<int>(random() % 3);
      for (int i = 0; i < rows; ++i) fill(field.columns, row_name(name, i) + "-", random, data);
    } else if (!options.empty()) {
      data.add(name, options[random() % options.size()].code);
    } else if (field.control == Control::date) {
      data.add(name, "2026-0" + std::to_string(1 + random() % 9) + "-15");
    } else if (field.control == Control::number || field.control == Control::telephone || field.control == Control::row_number) {
      data.add(name, std::to_string(random() % 100));
    } else if (field.control == Control::signature) {
      data.add(name, "1,1 2,2 3,3 " + std::to_string(random() % 600) + ",9");
    } else {
      data.add(name, "Текст " + std::to_string(random()));
    }
  }
}

// Whatever a message holds, its form gives the same message back.
TEST(Form, RoundTripOfRandomMessages) {
  std::mt19937 random(7);
  for (const EntryType& type : entry_types()) {
    if (type.internal) continue;
    for (int round = 0; round < 20; ++round) {
      FormData data;
      fill(form_fields(*type.descriptor), "", random, data);
      std::unique_ptr<google::protobuf::Message> first(
          google::protobuf::MessageFactory::generated_factory()->GetPrototype(type.descriptor)->New());
      std::unique_ptr<google::protobuf::Message> second(first->New());
      EXPECT_TRUE(parse_form(data, *first).empty()) << type.title;
      EXPECT_TRUE(parse_form(to_form(*first, "p-"), *second, "p-").empty());
      EXPECT_EQ(serialise(*first), serialise(*second));
    }
  }
}

}  // namespace
}  // namespace arasha::schema

#include "schema/form.h"

#include <gtest/gtest.h>

#include <random>

#include "arasha/entries.pb.h"
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
  EXPECT_EQ(again->get("имя"), data.get("имя"));
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

// Whatever a message holds, its form gives the same message back.
TEST(Form, RoundTripOfRandomMessages) {
  std::mt19937 random(7);
  for (const EntryType& type : entry_types()) {
    if (type.internal) continue;
    for (int round = 0; round < 20; ++round) {
      FormData data;
      for (const FormField& field : form_fields(*type.descriptor)) {
        const auto options = options_of(field.vocabulary, Catalogue::of(Language::en));
        if (!options.empty()) {
          data.add(field.name, options[random() % options.size()].code);
        } else if (field.control == Control::date) {
          data.add(field.name, "2026-0" + std::to_string(1 + random() % 9) + "-15");
        } else if (field.control == Control::number || field.control == Control::telephone) {
          data.add(field.name, std::to_string(random() % 100));
        } else {
          data.add(field.name, "Текст " + std::to_string(random()));
        }
      }
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

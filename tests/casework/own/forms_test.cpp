// Own forms without pages: changing a definition, merging two, moving them as a file, answers as a table.
#include <gtest/gtest.h>

#include <algorithm>

#include "casework/browser.h"
#include "casework/differences.h"
#include "casework/own/answers.h"
#include "casework/own/changes.h"
#include "casework/own/editor.h"
#include "casework/own/school.h"
#include "casework/own/set_file.h"

namespace arasha::casework {
namespace {

const Catalogue& english() { return Catalogue::of(Language::en); }

TEST(OwnFormEditor, NumbersAndCodesAreNeverReused) {
  OwnFormDefinition form = school_form();
  EXPECT_EQ(add_field(form, "choice"), 5U);
  const OwnFormDefinition in_use = school_form();
  remove_field(form, 5, &in_use);  // never in use: it may go
  EXPECT_EQ(schema::field_of(form, 5), nullptr);
  remove_field(form, 4, &in_use);
  ASSERT_NE(schema::field_of(form, 4), nullptr);
  EXPECT_TRUE(schema::field_of(form, 4)->retired());
  EXPECT_EQ(add_field(form, "text"), 5U);

  OwnField& helps = *find_field(form, 3);
  OwnFieldEdit edit = edit_of(helps);
  edit.mutable_options(0)->clear_en();       // emptied: not offered any more
  edit.add_options()->set_en("A meal");      // without a code
  edit.add_options()->set_en("A uniform");
  write_field(edit, helps);
  ASSERT_EQ(helps.options_size(), 4);
  EXPECT_EQ(helps.options(0).code(), "books");
  EXPECT_EQ(helps.options(1).code(), "1");
  EXPECT_EQ(helps.options(2).code(), "2");
  EXPECT_EQ(helps.options(3).code(), "bus");
  EXPECT_TRUE(helps.options(3).retired());
  EXPECT_TRUE(schema::check_change(in_use, form).empty());
  edit = edit_of(helps);
  EXPECT_EQ(edit.options_size(), 3);
  edit.mutable_options()->RemoveLast();
  edit.add_options()->set_en("A bicycle");
  write_field(edit, helps);
  EXPECT_EQ(helps.options(2).code(), "3");  // 2 was another answer
}

TEST(OwnFormEditor, ConditionsAreOfOneQuestion) {
  OwnField field;
  EXPECT_TRUE(write_condition({"1=yes", "1=unknown"}, field).is_ok());
  EXPECT_EQ(field.shown_if(), 1U);
  EXPECT_EQ(condition_of(field), (std::vector<std::string>{"1=yes", "1=unknown"}));
  EXPECT_FALSE(write_condition({"1=yes", "3=bus"}, field).is_ok());
  for (const char* bad : {"yes", "=yes", "x=yes", "-1=yes", "99999999999=yes"}) EXPECT_FALSE(write_condition({bad}, field).is_ok()) << bad;
  EXPECT_TRUE(write_condition({}, field).is_ok());
  EXPECT_EQ(field.shown_if(), 0U);
}

TEST(OwnFormEditor, TwoWhoChangeAFormBothKeepTheirs) {
  const OwnFormDefinition base = school_form();
  OwnFormDefinition theirs = base;
  own_field(theirs, 5, OWN_DATE, "Since");
  own_option(*find_field(theirs, 3), "meal", "A meal");
  OwnFormDefinition mine = base;
  own_option(own_field(mine, 5, OWN_CHOICE, "Shift"), "first", "First");
  OwnField& asked = own_field(mine, 6, OWN_TEXT, "Which room");
  asked.set_shown_if(5);
  asked.add_shown_values("first");
  const OwnFormDefinition both = rebase(base, theirs, mine);
  EXPECT_TRUE(schema::check_definition(both).empty());
  EXPECT_TRUE(schema::check_change(theirs, both).empty());
  EXPECT_EQ(schema::field_of(both, 5)->label().en(), "Since");
  EXPECT_EQ(schema::field_of(both, 3)->options_size(), 3);
  const auto shift = std::find_if(both.fields().begin(), both.fields().end(), [](const OwnField& one) { return one.label().en() == "Shift"; });
  const auto room = std::find_if(both.fields().begin(), both.fields().end(), [](const OwnField& one) { return one.label().en() == "Which room"; });
  ASSERT_NE(shift, both.fields().end());
  ASSERT_NE(room, both.fields().end());
  EXPECT_EQ(room->shown_if(), shift->number());
}

TEST(OwnFormFile, ComesBackAsItWas) {
  OwnFormSet set;
  *set.add_forms() = school_form();
  const std::string file = write_form_file(set);
  EXPECT_TRUE(file.starts_with("# arasha forms 1\n# hash "));
  EXPECT_NE(file.find("Школа ребёнка"), std::string::npos);  // to be read by people
  const auto again = read_form_file(file);
  ASSERT_TRUE(again.is_ok()) << again.error().to_string();
  EXPECT_EQ(again->SerializeAsString(), set.SerializeAsString());
  std::string windows = "\xef\xbb\xbf";
  for (const char c : file) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_TRUE(read_form_file(windows).is_ok());
}

TEST(OwnFormFile, WhatIsNotOneIsRefusedWithAReason) {
  OwnFormSet set;
  *set.add_forms() = school_form();
  const std::string file = write_form_file(set);
  const auto code = [](const std::string& text) { const auto read = read_form_file(text); return read ? ErrorCode::internal : read.error().code; };
  std::string changed = file;
  changed.replace(changed.find("A bus"), 5, "A car");
  EXPECT_EQ(code(changed), ErrorCode::damaged);
  EXPECT_EQ(code(file.substr(0, file.size() - 20)), ErrorCode::damaged);
  const auto second = changed.find('\n') + 1;
  const std::string by_hand = changed.substr(0, second) + changed.substr(changed.find('\n', second) + 1);
  EXPECT_TRUE(read_form_file(by_hand).is_ok());  // its hash line was taken out on purpose
  EXPECT_EQ(code("# arasha forms 2\nforms {}"), ErrorCode::unsupported);
  EXPECT_EQ(code("name,sex\n"), ErrorCode::invalid_input);
  EXPECT_EQ(code("# arasha forms 1\n"), ErrorCode::invalid_input);
  EXPECT_EQ(code("# arasha forms 1\nforms { nonsense: 1 }"), ErrorCode::invalid_input);
  EXPECT_EQ(code("# arasha forms 1\nforms { name: \"\xff\" }"), ErrorCode::invalid_input);
  EXPECT_EQ(code(std::string(kLongestFormFile + 1, ' ')), ErrorCode::too_large);
  *set.add_forms() = school_form();
  EXPECT_EQ(code(write_form_file(set)), ErrorCode::invalid_input);  // twice the same name
  std::string deep = "# arasha forms 1\n";
  for (int i = 0; i < 1000; ++i) deep += "forms { fields { options { label { ";
  EXPECT_EQ(code(deep), ErrorCode::invalid_input);
}

class OwnForms : public SiteTest {
 protected:
  void use(const OwnFormDefinition& form) {
    must(put_into_use(*vault_, *steward_, {{version_of(*vault_->directory(), form.name()), form}}));
  }
  std::unique_ptr<google::protobuf::Message> answers(std::initializer_list<std::pair<const char*, const char*>> values) {
    auto message = current_form(*vault_->directory(), "school")->new_message();
    schema::FormData typed;
    for (const auto& [name, value] : values) typed.add(name, value);
    EXPECT_TRUE(schema::parse_form(typed, *message).empty());
    return message;
  }
};

// The last line of defence: what the form would refuse is refused by the rules too, whoever writes.
TEST_F(OwnForms, RulesRefuseWhatTheDefinitionDoesNotHave) {
  use(school_form());
  const FileId file = open_one().case_file;
  const auto good = answers({{"f1", "yes"}, {"f2", "No. 12"}, {"f3", "bus"}});
  must(Cases(*vault_).add(*steward_, file, *good));
  const auto put = [&](const char* name, const std::string& value) {
    auto message = answers({{"f1", "yes"}, {"f2", "No. 12"}});
    const auto* field = message->GetDescriptor()->FindFieldByName(name);
    if (field->is_repeated()) message->GetReflection()->AddString(message.get(), field, value);
    else message->GetReflection()->SetString(message.get(), field, value);
    return Cases(*vault_).add(*steward_, file, *message).is_ok();
  };
  EXPECT_FALSE(put("f1", "perhaps"));
  EXPECT_FALSE(put("f3", "train"));
  EXPECT_FALSE(put("f2", std::string(201, 'x')));
  EXPECT_TRUE(put("f3", "books"));
  OwnAssistance forged;
  forged.set_form("school");
  forged.set_definition("no such definition");
  EXPECT_FALSE(Cases(*vault_).add(*steward_, file, forged).is_ok());
}

TEST_F(OwnForms, OldAnswersAreReadWithTheirOwnDefinition) {
  use(school_form());
  const FileId file = open_one().case_file;
  const auto first = must(Cases(*vault_).add(*steward_, file, *answers({{"f1", "yes"}, {"f2", "No. 12"}, {"f4", "asthma"}})));
  OwnFormDefinition changed = school_form();
  changed.mutable_fields(1)->mutable_label()->set_en("Name of the school");
  changed.mutable_fields(3)->set_retired(true);
  own_field(changed, 5, OWN_NUMBER, "Grade");
  use(changed);
  auto story = must(Cases(*vault_).read(*steward_, file));
  const Item* item = story.find(first);
  ASSERT_NE(item, nullptr);
  const auto fields = schema::form_fields(*item->latest().message->GetDescriptor());
  ASSERT_EQ(fields.size(), 4U);
  EXPECT_EQ(english().text(fields[1].label.c_str()), "Which school");
  // A correction is made with the definition that counts now, and keeps what is not asked any more.
  auto message = answers({{"f1", "yes"}, {"f2", "No. 14"}, {"f5", "4"}});
  keep_retired(*item->latest().message, *message);
  must(Cases(*vault_).correct(*steward_, file, first, *message));
  story = must(Cases(*vault_).read(*steward_, file));
  item = story.find(first);
  const auto changes = differences(*item->versions[0].message, *item->versions[1].message, english());
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].label, "Name of the school");
  EXPECT_EQ(changes[0].before, "No. 12");
  EXPECT_EQ(changes[0].after, "No. 14");
  EXPECT_EQ(changes[1].label, "Grade");
  const auto table = must(answers_of(*vault_, *steward_, *current_form(*vault_->directory(), "school"), true, english()));
  EXPECT_EQ(table.answers, 1U);
  EXPECT_NE(table.csv.find("No. 14"), std::string::npos);
  EXPECT_NE(table.csv.find("asthma"), std::string::npos);
  const auto plain = must(answers_of(*vault_, *steward_, *current_form(*vault_->directory(), "school"), false, english()));
  EXPECT_EQ(plain.csv.find("asthma"), std::string::npos);
  EXPECT_EQ(plain.left_out, 1);
}

TEST_F(OwnForms, AnAnswerIsNotCorrectedIntoOneOfAnotherForm) {
  use(school_form());
  OwnFormDefinition other = school_form();
  other.set_name("work");
  use(other);
  const FileId file = open_one().case_file;
  const auto id = must(Cases(*vault_).add(*steward_, file, *answers({{"f1", "no"}})));
  auto message = current_form(*vault_->directory(), "work")->new_message();
  schema::FormData typed;
  typed.add("f1", "no");
  EXPECT_TRUE(schema::parse_form(typed, *message).empty());
  EXPECT_FALSE(Cases(*vault_).correct(*steward_, file, id, *message).is_ok());
}

TEST_F(OwnForms, OnlyFilesThatTheReaderOpensAreInTheTable) {
  use(school_form(HEALTH));
  const CaseFiles files = open_one();
  must(Cases(*vault_).add(*steward_, files.person_file, *answers({{"f1", "no"}})));
  const auto form = current_form(*vault_->directory(), "school");
  EXPECT_EQ(must(answers_of(*vault_, *steward_, *form, true, english())).answers, 1U);
  const auto worker = in("Aigul", {vault::CircleKind::casework});
  EXPECT_EQ(must(answers_of(*vault_, worker, *form, true, english())).answers, 0U);
}

TEST_F(OwnForms, AnImportNeverBreaksAnswers) {
  use(school_form());
  OwnFormSet set;
  *set.add_forms() = school_form();
  auto steps = plan_import(set, *vault_->directory());
  EXPECT_EQ(steps[0].way, ImportStep::Way::same);
  own_field(*set.mutable_forms(0), 9, OWN_TEXT, "New");
  steps = plan_import(set, *vault_->directory());
  EXPECT_EQ(steps[0].way, ImportStep::Way::changed);
  EXPECT_EQ(form_changes(english(), steps[0].before, steps[0].form), std::vector<std::string>{"New: New"});
  set.mutable_forms(0)->mutable_fields(1)->set_kind(OWN_DATE);
  steps = plan_import(set, *vault_->directory());
  EXPECT_EQ(steps[0].way, ImportStep::Way::refused);
  *set.mutable_forms(0) = school_form();
  set.mutable_forms(0)->mutable_fields(3)->set_number(40);
  steps = plan_import(set, *vault_->directory());
  EXPECT_EQ(steps[0].way, ImportStep::Way::refused);
  EXPECT_FALSE(put_into_use(*vault_, *steward_, {{1, set.forms(0)}}).is_ok());
}

}  // namespace
}  // namespace arasha::casework

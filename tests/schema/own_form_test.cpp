// Forms that an organisation makes itself: what a definition may say, what becomes of it, what its answers are read as.
#include "schema/own_form.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "base/carried.h"
#include "schema/vocabulary.h"

namespace arasha::schema {
namespace {

void say(OwnText& text, const char* en, const char* ru = "", const char* kk = "") {
  text.set_en(en);
  text.set_ru(ru);
  text.set_kk(kk);
}

OwnField& field(OwnFormDefinition& form, std::uint32_t number, OwnKind kind, const char* label) {
  OwnField& out = *form.add_fields();
  out.set_number(number);
  out.set_kind(kind);
  say(*out.mutable_label(), label);
  return out;
}

void option(OwnField& field, const char* code, const char* en, const char* ru = "") {
  OwnOption& out = *field.add_options();
  out.set_code(code);
  say(*out.mutable_label(), en, ru);
}

// One field of each kind; the numbers stand in another order than the fields.
OwnFormDefinition school() {
  OwnFormDefinition form;
  form.set_name("school");
  form.set_compartment(Compartment::ASSISTANCE);
  say(*form.mutable_title(), "School of the child", "Школа ребёнка");
  field(form, 7, OWN_YES_NO, "Goes to school").set_required(true);
  OwnField& which = field(form, 2, OWN_TEXT, "Which school");
  which.set_shown_if(7);
  which.add_shown_values("yes");
  which.set_required(true);
  which.set_max_length(10);
  OwnField& grade = field(form, 3, OWN_NUMBER, "Grade");
  grade.set_shown_if(7);
  grade.add_shown_values("yes");
  OwnField& help = field(form, 4, OWN_SEVERAL, "What helps");
  option(help, "bus", "A bus", "Автобус");
  option(help, "books", "Books");
  OwnField& shift = field(form, 5, OWN_CHOICE, "Shift");
  option(shift, "first", "First");
  option(shift, "second", "Second");
  field(form, 6, OWN_DATE, "Since");
  field(form, 1, OWN_LONG_TEXT, "Remarks").set_sensitivity(SPECIAL);
  return form;
}

std::string hash_of(int number) { return std::string(60, 'a') + std::to_string(1000 + number); }

OwnFormPointer known(const OwnFormDefinition& form, int number) {
  auto learnt = learn_form(hash_of(number), serialise(form));
  EXPECT_TRUE(learnt.is_ok()) << (learnt ? "" : learnt.error().to_string());
  return learnt ? *learnt : nullptr;
}

bool has_error(const std::vector<FieldError>& errors, std::string_view field) {
  return std::any_of(errors.begin(), errors.end(), [&](const FieldError& one) { return one.field == field; });
}

FormData typed(std::initializer_list<std::pair<const char*, const char*>> values) {
  FormData out;
  for (const auto& [name, value] : values) out.add(name, value);
  return out;
}

std::string text_of(const google::protobuf::Message& message, const char* name) {
  return message.GetReflection()->GetString(message, message.GetDescriptor()->FindFieldByName(name));
}

TEST(OwnForm, BecomesAnEntryTypeLikeTheOthers) {
  const auto form = known(school(), 1);
  ASSERT_NE(form, nullptr);
  const EntryType& type = form->type();
  EXPECT_EQ(type.number, 112);
  EXPECT_EQ(type.compartment, Compartment::ASSISTANCE);
  EXPECT_FALSE(type.internal);
  EXPECT_EQ(Catalogue::of(Language::ru).text(type.title.c_str()), "Школа ребёнка");
  EXPECT_EQ(Catalogue::of(Language::kk).text(type.title.c_str()), "School of the child");  // no Kazakh words: the English ones
  EXPECT_EQ(entry_type(type.descriptor->name()), &type);
  const auto fields = form_fields(*type.descriptor);
  ASSERT_EQ(fields.size(), 7U);  // the form and its definition are no questions
  EXPECT_EQ(fields[0].name, "f7");
  EXPECT_EQ(fields[0].control, Control::radios);
  EXPECT_EQ(fields[1].max_length, 10U);
  EXPECT_EQ(fields[2].control, Control::number);
  EXPECT_EQ(fields[3].control, Control::checkboxes);
  EXPECT_EQ(fields[4].control, Control::radios);
  EXPECT_EQ(fields[5].control, Control::date);
  EXPECT_EQ(fields[6].control, Control::textarea);
  EXPECT_EQ(fields[6].sensitivity, SPECIAL);
  EXPECT_EQ(label_of(fields[3].vocabulary, "bus", Catalogue::of(Language::ru)), "Автобус");
  EXPECT_EQ(label_of(fields[3].vocabulary, "train", Catalogue::of(Language::ru)), "train");
}

TEST(OwnForm, IsCheckedAsAnyOther) {
  const auto form = known(school(), 1);
  const auto message = form->new_message();
  EXPECT_TRUE(has_error(parse_form({}, *message), "f7"));
  auto errors = parse_form(typed({{"f7", "perhaps"}, {"f3", "-1"}, {"f4", "train"}, {"f5", "third"}, {"f6", "31.02.2026"}}), *message);
  EXPECT_TRUE(has_error(errors, "f7"));
  EXPECT_FALSE(has_error(errors, "f3"));  // not asked, so not wrong
  EXPECT_TRUE(has_error(errors, "f4"));
  EXPECT_TRUE(has_error(errors, "f5"));
  EXPECT_TRUE(has_error(errors, "f6"));
  errors = parse_form(typed({{"f7", "yes"}, {"f2", "a name that is much too long"}, {"f3", "many"}}), *message);
  EXPECT_TRUE(has_error(errors, "f2"));
  EXPECT_TRUE(has_error(errors, "f3"));
  errors = parse_form(typed({{"f7", "yes"}, {"f2", "No. 12"}, {"f3", "4"}, {"f4", "bus"}, {"f4", "books"}, {"f5", "second"}, {"f6", "2026-09-01"}}), *message);
  EXPECT_TRUE(errors.empty());
  EXPECT_EQ(text_of(*message, "form"), "school");
  EXPECT_EQ(text_of(*message, "definition"), hash_of(1));
}

// What is not shown is neither asked for nor kept; and what hangs on it is not shown either.
TEST(OwnForm, WhatIsNotShownIsNotKept) {
  OwnFormDefinition chain = school();
  OwnField& last = field(chain, 8, OWN_YES_NO, "Likes it");
  last.set_shown_if(5);
  last.add_shown_values("first");
  chain.mutable_fields(4)->set_shown_if(7);
  chain.mutable_fields(4)->add_shown_values("yes");
  const auto form = known(chain, 2);
  const auto message = form->new_message();
  EXPECT_TRUE(has_error(parse_form(typed({{"f7", "yes"}}), *message), "f2"));
  const auto errors = parse_form(typed({{"f7", "no"}, {"f2", "hidden"}, {"f3", "x"}, {"f5", "first"}, {"f8", "yes"}}), *message);
  EXPECT_TRUE(errors.empty());
  for (const char* name : {"f2", "f3", "f5", "f8"}) EXPECT_EQ(text_of(*message, name), "") << name;
  EXPECT_TRUE(parse_form(typed({{"f7", "yes"}, {"f2", "x"}, {"f5", "first"}, {"f8", "yes"}}), *message).empty());
  EXPECT_EQ(text_of(*message, "f8"), "yes");
}

TEST(OwnForm, AnswersNameTheirDefinitionAndAreReadWithIt) {
  const auto form = known(school(), 1);
  const auto message = form->new_message();
  ASSERT_TRUE(parse_form(typed({{"f7", "yes"}, {"f2", "No. 12"}}), *message).empty());
  const Bytes bytes = serialise(*message);
  const auto again = parse_entry(112, bytes);
  ASSERT_TRUE(again.is_ok());
  EXPECT_EQ((*again)->GetDescriptor(), form->type().descriptor);
  EXPECT_EQ(text_of(**again, "f2"), "No. 12");
  // In another compartment it is no answer to this form.
  const auto elsewhere = parse_entry(111, bytes);
  ASSERT_TRUE(elsewhere.is_ok());
  EXPECT_EQ((*elsewhere)->GetDescriptor()->name(), "OwnHealth");
  // A definition that nobody knows, and a definition of another form: kept whole, and shown as a newer program's.
  for (const auto& [name, hash] : std::vector<std::pair<std::string, std::string>>{{"school", hash_of(999)}, {"other", hash_of(1)}}) {
    OwnAssistance forged;
    forged.set_form(name);
    forged.set_definition(hash);
    const auto read = parse_entry(112, serialise(forged));
    ASSERT_TRUE(read.is_ok());
    EXPECT_EQ((*read)->GetDescriptor(), OwnAssistance::descriptor());
  }
}

TEST(OwnForm, HostileAnswersAreDamaged) {
  const auto form = known(school(), 1);
  const auto message = form->new_message();
  const auto* which = form->type().descriptor->FindFieldByName("f2");
  message->GetReflection()->SetString(message.get(), which, "plain");
  Bytes bytes = serialise(*message);
  for (std::size_t size = 0; size < bytes.size(); ++size) static_cast<void>(parse_entry(112, BytesView(bytes).first(size)));
  const std::string needle = "plain";
  const auto at = std::search(bytes.begin(), bytes.end(), needle.begin(), needle.end());
  ASSERT_NE(at, bytes.end());
  *at = 0xff;
  const auto broken = parse_entry(112, bytes);
  ASSERT_FALSE(broken.is_ok());
  EXPECT_EQ(broken.error().code, ErrorCode::damaged);
  EXPECT_EQ(parse_entry(112, Bytes(kEntryLimit + 1)).error().code, ErrorCode::too_large);
}

TEST(OwnForm, DefinitionsThatCannotBeAreRefused) {
  const auto wrong = [](const std::function<void(OwnFormDefinition&)>& change, std::string_view field) {
    OwnFormDefinition form = school();
    EXPECT_TRUE(check_definition(form).empty());
    change(form);
    EXPECT_TRUE(has_error(check_definition(form), field)) << field;
    EXPECT_FALSE(parse_definition(serialise(form)).is_ok()) << field;
  };
  wrong([](auto& f) { f.set_name("School"); }, "name");
  wrong([](auto& f) { f.set_name(""); }, "name");
  wrong([](auto& f) { f.set_name(std::string(41, 'a')); }, "name");
  wrong([](auto& f) { f.set_compartment(Compartment::FACTS); }, "compartment");
  wrong([](auto& f) { f.set_compartment(static_cast<Compartment>(77)); }, "compartment");
  wrong([](auto& f) { f.clear_title(); }, "title");
  wrong([](auto& f) { f.mutable_title()->set_ru("two\nlines"); }, "title");
  wrong([](auto& f) { f.mutable_title()->set_ru(std::string(1, kCarried) + "x"); }, "title");
  wrong([](auto& f) { f.mutable_fields(1)->set_number(7); }, "7-label");
  wrong([](auto& f) { f.mutable_fields(6)->set_number(0); }, "0-label");
  wrong([](auto& f) { f.mutable_fields(6)->set_number(4000000000U); }, "4000000000-label");
  wrong([](auto& f) { f.mutable_fields(3)->clear_options(); }, "4-options");
  wrong([](auto& f) { f.mutable_fields(3)->mutable_options(1)->set_code("bus"); }, "4-options");
  wrong([](auto& f) { f.mutable_fields(3)->mutable_options(1)->set_code("a/b"); }, "4-options");
  wrong([](auto& f) { f.mutable_fields(6)->set_kind(static_cast<OwnKind>(99)); }, "1-kind");
  wrong([](auto& f) { f.mutable_fields(6)->set_max_length(100000); }, "1-max_length");
  wrong([](auto& f) { f.mutable_fields(1)->clear_shown_values(); }, "2-shown");
  wrong([](auto& f) { f.mutable_fields(1)->set_shown_values(0, "perhaps"); }, "2-shown");
  wrong([](auto& f) { f.mutable_fields(1)->set_shown_if(99); }, "2-shown");
  wrong([](auto& f) { f.mutable_fields(1)->set_shown_if(2); }, "2-shown");   // itself
  wrong([](auto& f) { f.mutable_fields(2)->set_shown_if(2); }, "3-shown");   // a text decides nothing
  wrong([](auto& f) { f.mutable_fields(0)->set_retired(true); }, "2-shown");
}

// No circle of conditions can be written down: only what stands before decides.
TEST(OwnForm, ConditionsCannotRunInACircle) {
  OwnFormDefinition form = school();
  form.mutable_fields(0)->set_shown_if(5);
  form.mutable_fields(0)->add_shown_values("first");
  EXPECT_TRUE(has_error(check_definition(form), "7-shown"));
  form.mutable_fields(4)->set_shown_if(7);
  form.mutable_fields(4)->add_shown_values("yes");
  EXPECT_TRUE(has_error(check_definition(form), "7-shown"));
}

TEST(OwnForm, TenThousandFieldsAreRefusedAtOnce) {
  OwnFormDefinition form = school();
  for (std::uint32_t i = 0; i < 10000; ++i) field(form, 100 + i, OWN_TEXT, "x");
  EXPECT_EQ(check_definition(form).size(), 1U);
  EXPECT_FALSE(parse_definition(serialise(form)).is_ok());
  EXPECT_EQ(parse_definition(Bytes(kLongestDefinition + 1)).error().code, ErrorCode::too_large);
  EXPECT_FALSE(learn_form(hash_of(3), serialise(form)).is_ok());
  EXPECT_EQ(known_form(hash_of(3)), nullptr);
}

TEST(OwnForm, NoFieldAndNoAnswerLeavesAForm) {
  const OwnFormDefinition before = school();
  OwnFormDefinition after = before;
  after.mutable_fields()->RemoveLast();
  EXPECT_TRUE(has_error(check_change(before, after), "fields"));
  after = before;
  after.mutable_fields(1)->set_kind(OWN_NUMBER);
  after.mutable_fields(1)->clear_max_length();
  EXPECT_TRUE(has_error(check_change(before, after), "2-kind"));
  after = before;
  after.mutable_fields(3)->mutable_options()->RemoveLast();
  EXPECT_TRUE(has_error(check_change(before, after), "4-options"));
  after = before;
  after.set_compartment(Compartment::HEALTH);
  EXPECT_TRUE(has_error(check_change(before, after), "compartment"));
  after = before;
  after.mutable_fields(3)->mutable_options(1)->set_retired(true);
  after.mutable_fields(6)->set_retired(true);
  field(after, 20, OWN_TEXT, "New");
  EXPECT_TRUE(check_change(before, after).empty());
}

TEST(OwnForm, WhatIsRetiredStaysReadableAndIsNotAsked) {
  OwnFormDefinition after = school();
  after.mutable_fields(3)->mutable_options(1)->set_retired(true);
  after.mutable_fields(6)->set_retired(true);
  const auto form = known(after, 4);
  const auto fields = form_fields(*form->type().descriptor);
  const auto options = options_of(fields[3].vocabulary, Catalogue::of(Language::en));
  ASSERT_EQ(options.size(), 2U);
  EXPECT_FALSE(is_offered(fields[3].vocabulary, "books"));
  EXPECT_TRUE(is_offered(fields[3].vocabulary, "bus"));
  EXPECT_TRUE(has_code(fields[3].vocabulary, "books"));
  const auto message = form->new_message();
  EXPECT_TRUE(parse_form(typed({{"f7", "no"}, {"f1", "not asked"}}), *message).empty());
  EXPECT_EQ(text_of(*message, "f1"), "");
}

TEST(OwnForm, TwoVersionsAreComparedAsOne) {
  const auto old_form = known(school(), 1);
  OwnFormDefinition more = school();
  field(more, 20, OWN_TEXT, "New");
  const auto new_form = known(more, 5);
  const auto before = old_form->new_message();
  const auto after = new_form->new_message();
  ASSERT_TRUE(parse_form(typed({{"f7", "no"}}), *before).empty());
  ASSERT_TRUE(parse_form(typed({{"f7", "unknown"}, {"f20", "added"}}), *after).empty());
  for (const bool forth : {true, false}) {
    const auto both = forth ? comparable(*before, *after) : comparable(*after, *before);
    ASSERT_TRUE(both.is_ok());
    EXPECT_EQ(both->before->GetDescriptor(), both->after->GetDescriptor());
    EXPECT_EQ(text_of(*(forth ? both->after : both->before), "f20"), "added");
    EXPECT_EQ(text_of(*(forth ? both->before : both->after), "f7"), "no");
  }
  OwnFormDefinition other = school();
  other.set_name("other");
  EXPECT_FALSE(comparable(*before, *known(other, 6)->new_message()).is_ok());
}

TEST(OwnForm, WhatIsOnlyTriedIsForgotten) {
  std::string vocabulary;
  {
    const auto tried = TriedForm::make("tried", school());
    ASSERT_TRUE(tried.is_ok());
    vocabulary = form_fields(*tried->form().type().descriptor)[3].vocabulary;
    EXPECT_TRUE(has_code(vocabulary, "bus"));
    EXPECT_NE(entry_type("Owntried"), nullptr);
  }
  EXPECT_FALSE(has_code(vocabulary, "bus"));
  EXPECT_EQ(entry_type("Owntried"), nullptr);
}

TEST(Carried, AnswersTheLanguageThatIsAskedFor) {
  const std::string text = arasha::carried("one", "один", "");
  EXPECT_EQ(carried_in(text, Language::en), "one");
  EXPECT_EQ(carried_in(text, Language::ru), "один");
  EXPECT_EQ(carried_in(text, Language::kk), "one");
  EXPECT_EQ(arasha::carried("", "", "бір"), std::string("\x1f") + "бір\x1f" + "бір\x1f" + "бір");
  EXPECT_EQ(arasha::carried("", "", ""), "");
  EXPECT_EQ(carried_in("plain", Language::ru), "plain");
  EXPECT_EQ(carried_in("\x1f" "cut", Language::kk), "cut");
}

}  // namespace
}  // namespace arasha::schema

#include "intake/forms.h"

#include "intake/house.h"

namespace arasha::intake {
namespace {

class FormsTest : public HouseTest {};

TEST_F(FormsTest, AreReadBackAsTheyWereSaved) {
  const auto forms = forms_of(*vault_->directory());
  ASSERT_EQ(forms.size(), 2U);
  EXPECT_EQ(forms[0].word, "embassy");
  EXPECT_EQ(forms[0].audience, Audience::partners);
  EXPECT_TRUE(forms[0].open);
  EXPECT_EQ(forms[0].circle, circle(CircleKind::referral));
  EXPECT_EQ(forms[0].languages, (std::vector{Language::ru, Language::en}));
  EXPECT_EQ(forms[0].code, embassy_.code);
  EXPECT_EQ(to_setting(forms[1]), to_setting(sewing_));
  EXPECT_FALSE(form_named(*vault_->directory(), "nobody"));
}

TEST_F(FormsTest, OnlyAStewardMakesOneAndOnlyAFew) {
  const auto worker = in("Aigerim", {CircleKind::referral});
  Form other = sewing_;
  other.word = "other";
  EXPECT_FALSE(save_form(*vault_, worker, other));
  must(save_form(*vault_, *steward_, other));
  other.word = "fourth";
  must(save_form(*vault_, *steward_, other));
  other.word = "fifth";
  const auto refused = save_form(*vault_, *steward_, other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::full);
}

TEST_F(FormsTest, WhatDidNotChangeIsNotWrittenAgain) {
  const auto length = vault_->directory()->length();
  must(save_form(*vault_, *steward_, embassy_));
  EXPECT_EQ(vault_->directory()->length(), length);
}

TEST_F(FormsTest, TheTextIsKeptWholeInAnyAlphabet) {
  std::string text;
  for (int i = 0; i < static_cast<int>(kLongestIntro); ++i) text += i % 7 == 6 ? " " : "қ";
  while (text.ends_with(' ')) text.pop_back();
  must(save_intro(*vault_, *steward_, sewing_, Language::kk, text));
  EXPECT_EQ(intro_of(*vault_->directory(), sewing_, Language::kk), text);
  EXPECT_EQ(intro_of(*vault_->directory(), sewing_, Language::ru), "");
  must(save_intro(*vault_, *steward_, sewing_, Language::kk, "short"));
  EXPECT_EQ(intro_of(*vault_->directory(), sewing_, Language::kk), "short");
}

TEST_F(FormsTest, SenselessSettingsAreNoForms) {
  for (const char* value : {"x", "partners 1", "partners 2 CIRCLE ru -", "partners 1 nocircle ru -", "everybody 1 00000000000000000000000000 xx -", "others 1 00000000000000000000000000 ru -"}) {
    must(vault_->change_setting(*steward_, "intake.sewing", value));
    EXPECT_FALSE(form_named(*vault_->directory(), "sewing")) << value;
  }
  EXPECT_EQ(forms_of(*vault_->directory()).size(), 1U);
}

TEST_F(FormsTest, WordsAreShortAndPlain) {
  for (const char* word : {"help", "a-1", "embassy-of-x2"}) EXPECT_TRUE(is_form_word(word)) << word;
  for (const char* word : {"", "ab", "Help", "помощь", "1help", "-help", "help me", "help/", "abcdefghijklmnopqrstu"}) EXPECT_FALSE(is_form_word(word)) << word;
}

TEST_F(FormsTest, ACodeIsRightHoweverItIsTypedAndForItsFormOnly) {
  EXPECT_TRUE(is_right_code(*vault_, embassy_, code_));
  std::string loud;
  for (const char c : code_) loud += c == ' ' ? ',' : static_cast<char>(c - 'a' + 'A');
  EXPECT_TRUE(is_right_code(*vault_, embassy_, "  " + loud + "\r\n"));
  EXPECT_FALSE(is_right_code(*vault_, embassy_, ""));
  EXPECT_FALSE(is_right_code(*vault_, embassy_, code_.substr(1)));
  EXPECT_FALSE(is_right_code(*vault_, embassy_, "\xff"));
  Form moved = embassy_;
  moved.word = "other";
  EXPECT_FALSE(is_right_code(*vault_, moved, code_));
}

}  // namespace
}  // namespace arasha::intake

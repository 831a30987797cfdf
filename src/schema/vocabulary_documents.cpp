// Lists of documents and of papers that are kept.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> document_lists() {
  return {
      {"stored_document_kind",
       {
           {"identity", N_("Identity document")},
           {"photograph", N_("Photograph of the person")},
           {"medical", N_("Medical document")},
           {"legal", N_("Document of a court, the police or another body")},
           {"evidence", N_("Contract or evidence")},
           {"correspondence", N_("Letter or messages")},
           {"consent", N_("Consent on paper")},
           {"recording", N_("Sound recording")},
           {"other", N_("Other")},
       }},
      {"document_format",
       {
           {"jpeg", N_("JPEG picture")},
           {"png", N_("PNG picture")},
           {"webp", N_("WebP picture")},
           {"heic", N_("HEIC picture")},
           {"pdf", N_("PDF")},
           {"text", N_("Plain text")},
           {"docx", N_("Word document")},
           {"xlsx", N_("Excel table")},
           {"odt", N_("OpenDocument text")},
           {"ods", N_("OpenDocument table")},
           {"mp3", N_("MP3 sound")},
           {"m4a", N_("M4A sound")},
           {"ogg", N_("OGG sound")},
           {"wav", N_("WAV sound")},
       }},
      {"document_cleaned",
       {
           {"removed", N_("Taken out: place, time and camera are not in the stored picture")},
           {"kept", N_("Kept, as was chosen")},
           {"impossible", N_("Kept: this format cannot be cleaned here")},
       }},
      {"kept_paper_kind",
       {
           {"passport", N_("Passport")},
           {"identity_card", N_("Identity card")},
           {"birth_certificate", N_("Birth certificate")},
           {"residence", N_("Residence permit")},
           {"return_certificate", N_("Certificate for the return home")},
           {"education", N_("Diploma or certificate of education")},
           {"marriage", N_("Marriage or divorce certificate")},
           {"work", N_("Employment record or contract")},
           {"medical", N_("Medical papers")},
           {"court", N_("Papers of a court or the police")},
           {"bank_card", N_("Bank card")},
           {"other", N_("Other")},
       }},
      {"signing_way",
       {
           {"drawn", N_("Both sign here, on the screen")},
           {"paper", N_("Both signed on paper")},
       }},
      {"paper_return",
       {
           {"person", N_("To the person")},
           {"family", N_("To the family or guardian")},
           {"police", N_("To the police or a court")},
           {"embassy", N_("To an embassy or consulate")},
           {"partner", N_("To a partner who goes on helping")},
           {"other", N_("To somebody else")},
       }},
  };
}

}  // namespace arasha::schema

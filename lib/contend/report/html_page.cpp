#include <contend/report/html_page.hpp>

#include <contend/report/escape.hpp>
#include <contend/report/sha256.hpp>
#include <contend/report/style.hpp>

#include <fmt/format.h>

namespace contend {

std::string html_begin(const std::string& title) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>contend: {}</title>\n"
      "<style>{}</style>\n</head>\n<body>\n<div class=\"page\">\n",
      sha256_base64(page_style), sha256_base64(page_script), escaped(title), page_style);
}

std::string html_end() {
  return fmt::format("</div>\n<script>{}</script>\n</body>\n</html>\n", page_script);
}

}  // namespace contend

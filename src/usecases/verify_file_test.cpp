#include "usecases/verify_file.hpp"

#include <gtest/gtest.h>

namespace congvan::usecases {
namespace {

using signing::SignedKind;

SignedKind kind(std::string_view content) { return signed_kind_of(as_bytes(content)); }

TEST(SignedKindTest, IsToldByContent) {
    EXPECT_EQ(kind("%PDF-1.7\n"), SignedKind::pdf);
    EXPECT_EQ(kind("\xef\xbb\xbf<?xml version=\"1.0\"?><a/>"), SignedKind::xml);
    EXPECT_EQ(kind(" \r\n<edXML/>"), SignedKind::xml);
    EXPECT_EQ(kind(std::string_view("\xff\xfe<\0a\0", 6)), SignedKind::xml);
    EXPECT_EQ(kind("-----BEGIN PKCS7-----\nMIIB"), SignedKind::cms);
    EXPECT_EQ(kind("MIIGzgYJKoZIhvcNAQcCoIIGvzCCBrsCAQExDzANBglghkgBZQMEAgEFADALBgkqhkiG"), SignedKind::cms);
    EXPECT_EQ(kind(std::string("PK\x03\x04") + std::string(26, 'x') + "[Content_Types].xml"), SignedKind::ooxml);
    EXPECT_EQ(kind(std::string("PK\x03\x04") + std::string(26, 'x') + "mimetypeapplication/vnd.oasis.opendocument.text"), SignedKind::odf);
    EXPECT_EQ(kind("xin chào"), SignedKind::unknown);
    EXPECT_EQ(kind(""), SignedKind::unknown);
}

TEST(SignedKindTest, WhatLiesInsideDoesNotDecide) {
    const std::string signed_data = std::string("\x30\x82\x10\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 15);
    EXPECT_EQ(kind(signed_data + "... %PDF-1.7 ..."), SignedKind::cms);
    EXPECT_EQ(kind("<a>%PDF-1.7</a>"), SignedKind::xml);
    EXPECT_EQ(kind("PK\x03\x04 %PDF-1.7"), SignedKind::ooxml);
    EXPECT_EQ(kind("rác\n%PDF-1.7\n"), SignedKind::pdf);
}

}  // namespace
}  // namespace congvan::usecases

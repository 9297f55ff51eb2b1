/// What werf writes for a character in a slug.
///
/// Kept by scalars, since a `String` takes a character and its decomposed form for equal, and a slug does not: a combining
/// mark has no counterpart.
enum SlugAlphabet {
    /// - Returns: `-`, or lower-case letters and digits; `nil` for a character that is left out.
    static func replacement(for scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "a"..."z", "0"..."9": String(scalar)
        case "A"..."Z": letter(scalar, from: "A")
        case "-", "_", "/", " ", "&", "(", ")", "{", "}", "[", "]", ",", ".", ";", ":", "=", "+", "<", ">", "~": "-"
        case "\u{2490}"..."\u{249b}": String(scalar.value - 0x2490 + 9)  // 9. to 20. as one character
        case "\u{249c}"..."\u{24b5}": letter(scalar, from: "\u{249c}")  // in parentheses
        case "\u{24b6}"..."\u{24cf}": letter(scalar, from: "\u{24b6}")  // in circles
        case "\u{24d0}"..."\u{24e9}": letter(scalar, from: "\u{24d0}")
        case "\u{ff21}"..."\u{ff3a}": letter(scalar, from: "\u{ff21}")  // of full width
        case "\u{ff41}"..."\u{ff5a}": letter(scalar, from: "\u{ff41}")
        default: table[scalar]
        }
    }

    private static func letter(_ scalar: Unicode.Scalar, from first: Unicode.Scalar) -> String {
        String(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value - first.value) + UInt8(ascii: "a")))
    }

    private static let table: [Unicode.Scalar: String] = {
        var table: [Unicode.Scalar: String] = [:]
        for (replacement, characters) in rows {
            for scalar in characters.unicodeScalars { table[scalar] = replacement }
        }
        return table
    }()

    /// Some look odd (`ß` is `b`, `ı` is `l`) and stay, since tags that werf made have them.
    private static let rows = [
        ("-", "＿～"),
        ("0", "⓪"),
        ("2", "²"),
        ("3", "³"),
        ("a", "ÀÁÂÃÄÅàáâãäåĀāĂăĄąǍǎǞǟǠǡǺǻȀȁȂȃȦȧȺɑАаᴀḀḁẚẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặₐ\u{212b}"),
        ("b", "ßƀƁƄƅɃБбᴃḂḃḄḅḆḇℬ"),
        ("c", "ÇçĆćĈĉĊċČčƇƈȻȼЦцᴄḈḉℂ℃℄"),
        ("d", "ÐĎďĐđƉƊɗДдᴅᴆḊḋḌḍḎḏḐḑḒḓ"),
        ("e", "ÈÉÊËèéêëĒēĔĕĖėĘęĚěƐǝȄȅȆȇȨȩɆɇЭэᴇḔḕḖḗḘḙḚḛḜḝẸẹẺẻẼẽẾếỀềỂểỄễỆệₑ℮ℯ"),
        ("f", "ƑƒФфḞḟ℉ꜰ"),
        ("g", "ĜĝĞğĠġĢģƓǤǥǦǧǴǵɠɡɢГгḠḡℊ"),
        ("h", "ĤĥĦħȞȟХхḢḣḤḥḦḧḨḩḪḫẖℋℌℍℎℏ"),
        ("i", "ÌÍÎÏìíîïĨĩĪīĬĭĮįƖƗǏǐȈȉȊȋИиḬḭḮḯ"),
        ("j", "ĴĵǰȷɈɉЙйᴊ"),
        ("k", "ĶķĸƘƙǨǩКкᴋḰḱḲḳḴḵ\u{212a}"),
        ("l", "İıĹĺĻļĽľĿŀŁłȽȾЛлᴌḶḷḸḹḺḻḼḽ"),
        ("m", "ɱМмᴍḾḿṀṁṂṃ"),
        ("n", "ÑñŃńŅņŇňŉŊŋƝƞǸǹȠНнᴎṄṅṆṇṈṉṊṋℕ"),
        ("o", "ÒÓÔÕÖØðòóôõöøŌōŎŏŐőƟƠơǑǒǪǫǬǭǾǿȌȍȎȏȪȫȬȭȮȯȰȱɵОоᴏṌṍṎṏṐṑṒṓỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợₒ"),
        ("p", "ƤƥПпṔṕṖṗ℗ℙ"),
        ("q", "ƼƽɊɋℚ"),
        ("r", "ŔŕŖŗŘřƦȐȑȒȓɌɍРрṘṙṚṛṜṝṞṟℛℜℝ℟"),
        ("s", "ŚśŜŝŞşŠšſƧƨƩȘșȿСсṠṡṢṣṤṥṦṧṨṩꜱ"),
        ("t", "ŢţŤťŦŧƪƫƬƭƮȚțТтṪṫṬṭṮṯṰṱẗ"),
        ("u", "µÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲųƯưƱƲǓǔǕǖǗǘǙǚǛǜȔȕȖȗɄУуṲṳṴṵṶṷṸṹṺṻỤụỦủỨứỪừỬửỮữỰự"),
        ("v", "ɅВвṼṽṾṿ"),
        ("w", "ŴŵƜɯẀẁẂẃẄẅẆẇẈẉẘ"),
        ("x", "×ẊẋẌẍₓ"),
        ("y", "ÝýÿŶŷŸȲȳɎɏЫыẎẏẙỲỳỴỵỶỷỸỹ"),
        ("z", "ŹźŻżŽžƵƶƷȤȥɀЗзẐẑẒẓẔẕℤ"),
        ("aa", "Ꜳꜳ"),
        ("ac", "℀"),
        ("ae", "ÆæǢǣǼǽᴁᴂ"),
        ("af", "ꜺꜻꜼꜽ"),
        ("aj", "Ꜷꜷ"),
        ("ao", "Ꜵꜵ"),
        ("as", "℁"),
        ("av", "Ꜹꜹ"),
        ("ch", "Чч"),
        ("co", "℅"),
        ("cu", "℆"),
        ("db", "ȸ"),
        ("dz", "ǄǅǆǱǲǳ"),
        ("ij", "Ĳĳ"),
        ("lj", "Ǉǈǉ"),
        ("nd", "Ƌƌ"),
        ("nj", "Ǌǋǌ"),
        ("oe", "Œœɶ"),
        ("px", "℞"),
        ("qp", "ȹ"),
        ("sh", "Шш"),
        ("sm", "℠"),
        ("th", "Þþ"),
        ("tm", "™"),
        ("ya", "Яя"),
        ("ye", "Ее"),
        ("yo", "Ёё"),
        ("yu", "Юю"),
        ("zh", "Жж"),
        ("tel", "℡"),
        ("shch", "Щщ"),
    ]
}

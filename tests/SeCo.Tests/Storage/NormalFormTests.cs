using SeCo.Storage;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class NormalFormTests
{
    [Theory]
    [InlineData("stra\u00dfe-\u00fcber", "stra\u00dfe-u\u0308ber")]
    [InlineData("\u212bngstr\u00f6m", "A\u030angstro\u0308m")] // the sign of the unit is the letter
    [InlineData("\uac00\ub098\ud7a3", "\u1100\u1161\u1102\u1161\u1112\u1175\u11c2")] // 가나힣, with and without a tail
    [InlineData("\u304c", "\u304b\u3099")] // が
    [InlineData("vi\u1ec7t", "vie\u0323\u0302t")]
    [InlineData("vi\u00ea\u0323t", "vie\u0323\u0302t")] // as it is typed on Windows: the second mark apart
    [InlineData("\u0439-\u0451", "\u0438\u0306-\u0435\u0308")] // й-ё
    [InlineData("plain_01.png", "plain_01.png")]
    [InlineData("\ud83d\ude97-\u8eca", "\ud83d\ude97-\u8eca")] // a car, twice
    public void Both_forms_of_a_name_become_the_same(string one, string other)
    {
        Assert.Equal(NormalForm.Of(other), NormalForm.Of(one));
        Assert.Equal(NormalForm.Of(one), NormalForm.Of(NormalForm.Of(one)));
    }

    [Theory]
    [InlineData("\u00e9", "e")]
    [InlineData("\u00e9", "\u00e8")]
    [InlineData("\u0410", "A")] // a Cyrillic letter that looks like a Latin one is another letter
    public void Other_letters_stay_others(string one, string other) => Assert.NotEqual(NormalForm.Of(other), NormalForm.Of(one));
}

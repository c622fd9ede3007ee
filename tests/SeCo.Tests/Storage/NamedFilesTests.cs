using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class NamedFilesTests : IDisposable
{
    private const string Composed = "n\u00fcrnberg", Decomposed = "nu\u0308rnberg";

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(Composed, Decomposed)]
    [InlineData(Decomposed, Composed)]
    public void A_file_is_found_whose_name_and_folder_have_another_form(string written, string asked)
    {
        Directory.CreateDirectory(_temp[written]);
        File.WriteAllText(_temp[$"{written}/{written}.PNG"], "x");
        Assert.Equal(_temp[$"{written}/{written}.PNG"], new NamedFiles().Find(_temp[$"{asked}/{asked}.png"]));
        Assert.Null(new NamedFiles().Find(_temp[$"{asked}/nurnberg.png"]));
        Assert.Equal(_temp["no.png"], new NamedFiles().FileOf(_temp["no.png"]));
    }

    [Fact]
    public void The_same_name_comes_first_and_of_two_others_none_is_taken()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "both are one file there");
        File.WriteAllText(_temp[Composed + ".png"], "1");
        File.WriteAllText(_temp[Decomposed + ".png"], "2");
        File.WriteAllText(_temp["a.PNG"], "3");
        File.WriteAllText(_temp["a.Png"], "4");
        Assert.Equal(_temp[Decomposed + ".png"], new NamedFiles().Find(_temp[Decomposed + ".png"]));
        Assert.Null(new NamedFiles().Find(_temp["a.png"]));
    }
}

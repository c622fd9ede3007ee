using SeCo.RunFiles;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.RunFiles;

public sealed class FileSealTests
{
    [Fact]
    public void The_same_files_give_the_same_record_whatever_their_times()
    {
        using TempFolder temp = new();
        File.WriteAllText(temp["b c.txt"], "2");
        File.WriteAllText(temp["a.txt"], "1");
        FileSeal.Write(temp["one.tsv"], "f", temp.Path, ["b c.txt", "a.txt"]);
        File.SetLastWriteTimeUtc(temp["a.txt"], DateTime.UtcNow.AddDays(-3));
        FileSeal.Write(temp["two.tsv"], "f", temp.Path, ["a.txt", "b c.txt"]);

        Assert.Equal(File.ReadAllBytes(temp["one.tsv"]), File.ReadAllBytes(temp["two.tsv"]));
        FileSeal seal = FileSeal.Read(temp["one.tsv"])!;
        Assert.Equal("f", seal.Fingerprint);
        Assert.Equal(Fingerprint.OfFile(temp["b c.txt"]), seal.HashOf("b c.txt"));
        Assert.Null(seal.HashOf("c.txt"));
        Assert.Equal([], seal.Check(temp.Path, hashAll: true));
    }

    [Fact]
    public void A_record_that_is_cut_changed_or_of_another_kind_is_refused_and_a_missing_one_is_none()
    {
        using TempFolder temp = new();
        File.WriteAllText(temp["a.txt"], "1");
        FileSeal.Write(temp["files.tsv"], "f", temp.Path, ["a.txt"]);
        string text = File.ReadAllText(temp["files.tsv"]);
        string[] spoilt = [string.Empty, text[..^3], text + "x", text.Replace("a.txt", "b.txt", StringComparison.Ordinal), "notes\n", "\0\0"];
        foreach (string damaged in spoilt)
        {
            File.WriteAllText(temp["files.tsv"], damaged);
            Assert.Contains("is damaged", Assert.Throws<DatasetException>(() => FileSeal.Read(temp["files.tsv"])).Message, StringComparison.Ordinal);
        }

        Assert.Null(FileSeal.Read(temp["none.tsv"]));
    }

    [Theory]
    [InlineData("x", "is damaged: found 'x'")]
    [InlineData("hash\tmany\ta.txt", "is damaged: found 'hash")]
    [InlineData("hash\t-1\ta.txt", "is damaged: found 'hash")]
    [InlineData("hash\t1\t../a.txt", "leaves its folder")]
    [InlineData("hash\t1\t/dev/zero", "leaves its folder")]
    public void A_record_that_was_made_to_do_harm_is_refused(string line, string fault)
    {
        using TempFolder temp = new();
        string text = $"seco.files/1\tf\n{line}\n";
        File.WriteAllText(temp["files.tsv"], $"{text}end\t{new Fingerprint().Add(text)}\n");
        Assert.Contains(fault, Assert.Throws<DatasetException>(() => FileSeal.Read(temp["files.tsv"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_files_that_are_asked_for_are_looked_at()
    {
        using TempFolder temp = new();
        File.WriteAllText(temp["a.txt"], "1");
        File.WriteAllText(temp["b.txt"], "2");
        FileSeal.Write(temp["files.tsv"], "f", temp.Path, ["a.txt", "b.txt"]);
        File.WriteAllText(temp["a.txt"], "longer");
        File.Delete(temp["b.txt"]);

        FileSeal seal = FileSeal.Read(temp["files.tsv"])!;
        Assert.Equal([new FileDamage("b.txt", IsMissing: true)], seal.Check(temp.Path, which: file => file == "b.txt"));
        Assert.Equal([new FileDamage("a.txt", IsMissing: false), new FileDamage("b.txt", IsMissing: true)], seal.Check(temp.Path));
    }
}

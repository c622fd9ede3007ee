using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class InputHashesTests
{
    [Fact]
    public void A_hash_is_remembered_while_size_and_time_of_the_file_stay()
    {
        using TempFolder temp = new();
        string file = temp["a.bin"];
        File.WriteAllText(file, "one");
        DateTime time = File.GetLastWriteTimeUtc(file);
        InputHashes hashes = new(temp["memory"]);
        string one = hashes.Of(file);
        hashes.Save();
        Assert.Equal(Fingerprint.OfFile(file), one);

        File.WriteAllText(file, "two");
        File.SetLastWriteTimeUtc(file, time);
        Assert.Equal(one, new InputHashes(temp["memory"]).Of(file)); // looks the same, so it is not read

        File.SetLastWriteTimeUtc(file, time.AddSeconds(1));
        Assert.Equal(Fingerprint.OfFile(file), new InputHashes(temp["memory"]).Of(file));
    }

    [Fact]
    public void A_damaged_line_is_a_hash_to_make_again()
    {
        using TempFolder temp = new();
        string file = temp["a.bin"];
        File.WriteAllText(file, "one");
        File.WriteAllText(temp["memory"], $"00\tno number\t1\t{file}\nrest of a line");

        Assert.Equal(Fingerprint.OfFile(file), new InputHashes(temp["memory"]).Of(file));
    }
}

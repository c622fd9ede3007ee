using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class InputHashesTests
{
    [Theory]
    [InlineData(3)] // small: read each time
    [InlineData((int)InputHashes.Large + 12345)]
    public void Other_content_of_the_same_size_and_time_is_noticed(int length)
    {
        using TempFolder temp = new();
        string file = temp["a.bin"];
        byte[] content = new byte[length];
        File.WriteAllBytes(file, content);
        DateTime time = File.GetLastWriteTimeUtc(file);
        InputHashes hashes = new(temp["memory"]);
        string first = hashes.Of(file);
        hashes.Save();
        Assert.Equal(Fingerprint.OfFile(file), first);

        foreach (int place in (int[])[0, length / 2, length - 1])
        {
            byte[] other = [.. content];
            other[place] = 1;
            File.WriteAllBytes(file, other);
            File.SetLastWriteTimeUtc(file, time);
            Assert.Equal(Fingerprint.OfFile(file), new InputHashes(temp["memory"]).Of(file));
        }
    }

    [Fact]
    public void A_large_file_whose_blocks_are_the_same_is_not_read_again_unless_all_are_hashed()
    {
        using TempFolder temp = new();
        string file = temp["a.bin"];
        byte[] content = new byte[(int)InputHashes.Large];
        File.WriteAllBytes(file, content);
        DateTime time = File.GetLastWriteTimeUtc(file);
        InputHashes hashes = new(temp["memory"]);
        string first = hashes.Of(file);
        hashes.Save();

        content[1 << 20] = 1; // in none of the three blocks
        File.WriteAllBytes(file, content);
        File.SetLastWriteTimeUtc(file, time);
        Assert.Equal(first, new InputHashes(temp["memory"]).Of(file));
        Assert.Equal(Fingerprint.OfFile(file), new InputHashes(temp["memory"], hashAll: true).Of(file));
    }

    [Fact]
    public void A_damaged_line_is_a_hash_to_make_again()
    {
        using TempFolder temp = new();
        string file = temp["a.bin"];
        File.WriteAllBytes(file, new byte[(int)InputHashes.Large]);
        InputHashes hashes = new(temp["memory"]);
        string hash = hashes.Of(file);
        hashes.Save();
        string line = File.ReadAllText(temp["memory"]);
        File.WriteAllText(temp["memory"], "rest of a line\n" + (line[0] == '0' ? '1' : '0') + line[1..]);

        Assert.Equal(hash, new InputHashes(temp["memory"]).Of(file));
    }
}

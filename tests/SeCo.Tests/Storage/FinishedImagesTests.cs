using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class FinishedImagesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string File => _temp["finished"];

    [Fact]
    public void Remembers_images_with_their_numbers_until_settings_or_content_change()
    {
        using (FinishedImages first = new(File, "settings"))
        {
            first.Add("night/a", "content", 7);
            Assert.Null(first.Find("night/b", "content"));
        }

        using (FinishedImages again = new(File, "settings"))
        {
            Assert.Equal(7, again.Find("night/a", "content"));
            Assert.Null(again.Find("night/a", "changed"));
        }

        using FinishedImages other = new(File, "others");
        Assert.Null(other.Find("night/a", "content"));
    }

    [Fact]
    public void A_line_that_a_kill_cut_short_counts_for_nothing_and_spoils_no_later_one()
    {
        using (FinishedImages first = new(File, "s"))
        {
            first.Add("a", "1", 1);
        }

        System.IO.File.AppendAllText(File, "s\t2\t2"); // no name, no end of line
        using (FinishedImages second = new(File, "s"))
        {
            second.Add("c", "3", 3);
        }

        using FinishedImages third = new(File, "s");
        Assert.Equal(1, third.Find("a", "1"));
        Assert.Equal(3, third.Find("c", "3"));
    }

    [Fact]
    public void A_forgotten_image_is_to_be_made_again()
    {
        using (FinishedImages first = new(File, "s"))
        {
            first.Add("a", "1", 1);
        }

        using (FinishedImages second = new(File, "s"))
        {
            second.Forget("a");
        }

        using FinishedImages third = new(File, "s");
        Assert.Null(third.Find("a", "1"));
    }

    public void Dispose() => _temp.Dispose();
}

using SeCo.Testing;
using Xunit;

namespace SeCo.Review.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_pinned_one() => PublicApi.Check(typeof(ReviewServer).Assembly, "SeCo.Review.Tests");
}

import NotFoundPage from "../not-found";

/** Within the shop's frame. */
export default NotFoundPage;
